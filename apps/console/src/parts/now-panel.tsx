import { useQuery } from '@tanstack/react-query';
import { useLive } from '../api/live.ts';
import { usageQuery } from '../api/queries.ts';
import { MinuteBars } from '../charts/minute-bars.tsx';
import { dayOf } from '../days.ts';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { useNow } from './clock.ts';
import { Go } from './go.tsx';

/** Is it used, now? The last 30 minutes of all portals. */
export function NowPanel() {
  const { t, f, at } = useWords();
  const { live } = useLive();
  const minutes = live?.last30Minutes.pageViewsByMinute ?? Array.from({ length: 30 }, () => 0);
  const highest = live === null ? null : Math.max(...minutes);
  const sentence = t.country.sparklineText(f.number(highest), f.number(live === null ? null : minutes.at(-1)));
  return (
    <section className="panel now" aria-labelledby="now">
      <h2 id="now">
        {t.overview.isUsed} <small>{t.country.now}</small>
      </h2>
      <dl className="big-pair">
        <div>
          <dd>{f.number(live?.last30Minutes.visitors)}</dd>
          <dt>{t.country.visitors30}</dt>
        </div>
        <div>
          <dd>{f.number(live?.last30Minutes.pageViews)}</dd>
          <dt>{t.country.views30}</dt>
        </div>
      </dl>
      <ChartFrame
        title={t.country.sparkline}
        sentence={sentence}
        file="emc-minutes"
        columns={[{ name: t.country.minute }, { name: t.country.views30, numeric: true }]}
        rows={minutes.map((count, index) => [
          index === minutes.length - 1 ? t.country.justNow : t.country.minutesAgo(minutes.length - 1 - index),
          live === null ? null : count,
        ])}
      >
        <MinuteBars minutes={minutes} sentence={`${t.country.sparkline}. ${sentence}`} />
      </ChartFrame>
      <p className="sentence">
        {t.country.last5(f.number(live?.last5Minutes.visitors), f.number(live?.last5Minutes.pageViews))}{' '}
        {live === null ? '' : t.complete.through(f.time(live.loadedThrough))}
      </p>
      <p className="panel-links">
        <Go to={at.usage()}>{t.overview.usage}</Go>
      </p>
    </section>
  );
}

/** Today so far beside the whole of yesterday: a comparison that does not pretend that the day is over. */
export function TodayPanel() {
  const { t, f, define } = useWords();
  const { live } = useLive();
  const today = dayOf(useNow(60_000));
  const { data } = useQuery(usageQuery({ kind: 'country' }, { from: today, to: today, interval: 'hour' }));
  return (
    <section className="today" aria-labelledby="today">
      <h2 id="today">{t.country.today}</h2>
      <dl className="today-figures">
        {(['visitors', 'visits', 'pageViews'] as const).map((figure) => {
          const now = live?.today[figure] ?? data?.totals[figure];
          const before = data?.previous[figure];
          const share = now === undefined || before === undefined || before === 0 ? null : now / before;
          return (
            <div key={figure} className="today-figure">
              <dt>{define[figure].name}</dt>
              <dd className="today-value">{f.number(now)}</dd>
              <dd className="today-note">
                <span className="bullet" aria-hidden="true">
                  <span style={{ width: `${Math.min(100, (share ?? 0) * 100)}%` }} />
                </span>
                {data === undefined
                  ? ' '
                  : share === null
                    ? t.country.todayNone
                    : t.country.todayOf(f.percent(share), f.number(before))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
