import { dayFromNumber } from '@emc/contract';
import { slug, upperFirst } from './names.ts';
import { exponential, mix, type Random } from './random.ts';
import type { NewsTexts, Page, Site } from './site.ts';

/** Readers go back so many articles on average. */
const MEAN_AGE = 1.8;
const FIRST_NUMBER = 1_000;

/** An article that somebody reads on the day: mostly one of the newest. */
export function articleOn(site: Site, dayNumber: number, random: Random): Page {
  const { news } = site;
  const newest = Math.floor((dayNumber + news.phase) / news.every_days);
  const number = newest - Math.floor(exponential(random, MEAN_AGE));
  const known = news.known.get(number);
  if (known !== undefined) return known;
  const article = writeArticle(site.portal.siteId, news, number);
  news.known.set(number, article);
  return article;
}

function writeArticle(siteId: number, news: NewsTexts, number: number): Page {
  const day = dayFromNumber(number * news.every_days - news.phase);
  const month = Number(day.slice(5, 7));
  const headline = news.headlines[mix(siteId, number) % news.headlines.length] ?? '';
  const title = upperFirst(
    headline
      .replaceAll('{noi}', news.about)
      .replaceAll('{thang}', String(month))
      .replaceAll('{quy}', ['I', 'II', 'III', 'IV'][Math.floor((month - 1) / 3)] ?? '')
      .replaceAll('{nam}', day.slice(0, 4)),
  );
  // The number stands first: behind a year it would read as a long number, which the collector hides.
  const id = FIRST_NUMBER + (number % 10_000);
  return { path: `${news.path}/${id}-${slug(title)}`, title, role: 'article', serviceCode: '' };
}
