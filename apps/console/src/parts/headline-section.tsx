import type { CountryPage } from '@emc/contract';
import { DotLine } from '../charts/dot-line.tsx';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Compared } from './compared.tsx';
import { useFilters } from './filters.ts';
import { Go } from './go.tsx';
import { groupOfCode } from './groups.ts';
import { ShareBar } from './score-bar.tsx';

type Headline = CountryPage['headline'][number];

interface HeadlineSectionProps {
  page: CountryPage;
  /** The period in words. */
  name: string;
  /** The period as in the address. */
  periodKey: string;
}

/** Headline measures with what they are made of, and below them every body on one line by the measure that is chosen. */
export function HeadlineSection({ page, name, periodKey }: HeadlineSectionProps) {
  const { t, f, at } = useWords();
  const [filters, change] = useFilters();
  const chosen = page.headline.find(({ id }) => id === filters['headline']) ?? page.headline[0];
  return (
    <>
      <p className="sentence">
        {t.overview.headlineText(name)} <Compared period={page.period} /> {t.figures.asOf(f.dateTime(page.asOf))}{' '}
        <Go to={at.definitions('headline')}>{t.figures.definition}</Go>
      </p>
      <div className="headlines" role="group" aria-label={t.overview.headline}>
        {page.headline.map((headline) => (
          <HeadlineTile
            key={headline.id}
            headline={headline}
            chosen={headline.id === chosen?.id}
            onChoose={() => change({ headline: headline.id === page.headline[0]?.id ? null : headline.id })}
          />
        ))}
      </div>
      {chosen === undefined ? null : <BodiesOnLine headline={chosen} page={page} periodKey={periodKey} />}
    </>
  );
}

function HeadlineTile({ headline, chosen, onChoose }: { headline: Headline; chosen: boolean; onChoose: () => void }) {
  const { t, f, nameOf } = useWords();
  const { value, numerator, denominator, previous, goal } = headline;
  const change = f.points(value, previous);
  return (
    <button
      type="button"
      className={`headline-tile ${chosen ? 'is-chosen' : ''}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <span className="tile-name">{nameOf(headline)}</span>
      <span className="tile-value">{f.percent2(value)}</span>
      <ShareBar value={value} goal={goal} />
      <span className="tile-change">
        {denominator === null || numerator === null
          ? t.figures.unknown
          : t.figures.ofWhole(f.number(numerator), f.number(denominator))}
      </span>
      <span className="tile-change">
        {change === f.missing
          ? t.figures.noPrevious
          : `${change === '0' ? t.rankings.same : t.figures.change(change)}, ${t.figures.previous(f.percent(previous))}`}
      </span>
      {goal === null ? null : (
        <span className="tile-change">
          {value !== null && value >= goal
            ? t.figures.reached(f.percentShort(goal))
            : t.figures.goal(f.percentShort(goal))}
        </span>
      )}
    </button>
  );
}

function BodiesOnLine({ headline, page, periodKey }: { headline: Headline; page: CountryPage; periodKey: string }) {
  const { t, f, at, nameOf } = useWords();
  const known = headline.bodies
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const unknown = headline.bodies.length - known.length;
  const { goal } = headline;
  const reached = known.filter(({ value }) => goal !== null && (value ?? 0) >= goal).length;
  const sentence = [
    known.length === 0
      ? ''
      : goal === null
        ? t.overview.dotsNoGoal(
            f.percent(known.at(-1)?.value),
            f.percent(known[Math.floor(known.length / 2)]?.value),
            f.percent(known[0]?.value),
          )
        : t.overview.dotsText(f.number(reached), f.number(known.length), f.percentShort(goal)),
    unknown === 0 ? '' : t.overview.dotsNone(f.number(unknown)),
  ].join(' ');
  const title = t.overview.dots(nameOf(headline));
  return (
    <ChartFrame
      title={title}
      sentence={sentence}
      file={`emc-${headline.id}-${page.period.from}-${page.period.to}`}
      columns={[
        { name: t.bodies.code },
        { name: t.figures.body },
        { name: t.overview.value, numeric: true, show: (cell) => f.percent(typeof cell === 'number' ? cell : null) },
        { name: t.overview.connectedColumn },
      ]}
      rows={[...known, ...headline.bodies.filter(({ value }) => value === null)].map((body) => [
        body.bodyCode,
        nameOf(body),
        body.value,
        body.connected ? t.overview.yes : t.overview.no,
      ])}
      notes={<p className="sentence">{t.overview.dotsHint}</p>}
    >
      <p className="square-key">
        <DotKey className="dot-ministries" text={t.overview.ministryDot} />
        <DotKey className="dot-provinces" text={t.overview.provinceDot} />
        <DotKey className="dot-provinces is-hollow" text={t.overview.hollowDot} />
      </p>
      <DotLine
        dots={known.map((body) => ({
          key: body.bodyCode,
          name: nameOf(body),
          value: body.value ?? 0,
          group: groupOfCode(body.bodyCode),
          connected: body.connected,
          to: at.reportCard(body.bodyCode, { period: periodKey }),
        }))}
        goal={goal}
        goalName={t.figures.goal(f.percentShort(goal))}
        sentence={`${title}. ${sentence} ${t.overview.dotsHint}`}
        write={f.percent}
        writeAxis={f.percentShort}
      />
    </ChartFrame>
  );
}

function DotKey({ className, text }: { className: string; text: string }) {
  return (
    <span>
      <svg className={`shape dot ${className}`} viewBox="0 0 12 12" aria-hidden="true">
        {className.startsWith('dot-provinces') ? <circle cx="6" cy="6" r="5" /> : <path d="M6 .5 11.5 6 6 11.5.5 6z" />}
      </svg>{' '}
      {text}
    </span>
  );
}
