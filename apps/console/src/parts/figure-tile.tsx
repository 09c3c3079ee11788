import type { Usage, UsageTotals } from '@emc/contract';
import { useId } from 'react';
import type { FigureName } from '../texts/definitions.ts';
import { useWords, type Words } from '../words.ts';
import { sentenceOf, VisitsLate } from './completeness.tsx';
import { Go } from './go.tsx';

/** Writes a usage figure as the reader expects it: counts, shares, durations. */
export function writeFigure({ f }: Words, figure: FigureName, value: number | null | undefined): string {
  if (figure === 'bounceRate') return f.percent(value);
  if (figure === 'pagesPerVisit') return f.decimal2(value);
  if (figure === 'averageVisitSeconds') return f.duration(value);
  return f.number(value);
}

/** A share differs by percentage points, everything else by a share of what it was. */
function differenceOf({ t, f }: Words, figure: FigureName, now: number | null, before: number | null): string {
  if (figure !== 'bounceRate') return f.change(now, before);
  const points = f.points(now, before);
  return points === f.missing ? points : t.figures.change(points);
}

interface FigureTileProps {
  figure: FigureName;
  usage: Usage;
  /** false: nothing was received in the whole period, so the figure is not 0 but unknown. */
  known: boolean;
  chosen: boolean;
  onChoose: () => void;
}

/** A figure with its change since the period before, and the way to its definition. Pressing it draws it in the chart. */
export function FigureTile({ figure, usage, known, chosen, onChoose }: FigureTileProps) {
  const words = useWords();
  const { t, f, define } = words;
  const now = known ? usage.totals[figure as keyof UsageTotals] : null;
  const before = usage.previous[figure as keyof UsageTotals];
  const change = differenceOf(words, figure, now, before);
  return (
    <div className={`tile ${chosen ? 'is-chosen' : ''}`}>
      <button type="button" className="tile-press" aria-pressed={chosen} onClick={onChoose}>
        <span className="tile-name">{define[figure].name}</span>
        <span className={`tile-value ${figure === 'averageVisitSeconds' ? 'is-words' : ''}`}>
          {writeFigure(words, figure, now)}
        </span>
        <span className="tile-change" title={t.usage.before(writeFigure(words, figure, before))}>
          {change === f.missing ? (
            t.usage.noBefore
          ) : (
            <>
              <Trend now={now ?? 0} before={before ?? 0} /> {change}
              <span className="unseen"> ({t.usage.before(writeFigure(words, figure, before))})</span>
            </>
          )}
        </span>
      </button>
      <About figure={figure} usage={usage} />
    </div>
  );
}

function Trend({ now, before }: { now: number; before: number }) {
  const turn = now > before ? 'M2 8 6 3l4 5' : now < before ? 'M2 4l4 5 4-5' : 'M2 6h8';
  return (
    <svg className="trend" viewBox="0 0 12 12" aria-hidden="true">
      <path d={turn} />
    </svg>
  );
}

/** Definition, unit, period, as-of time, completeness: all that a figure must carry. */
function About({ figure, usage }: { figure: FigureName; usage: Usage }) {
  const { t, f, define, at } = useWords();
  const id = useId();
  const { name, text, unit } = define[figure];
  const { completeness, period } = usage;
  return (
    <>
      <button type="button" className="about-button" popoverTarget={id} aria-label={t.data.about(name)}>
        ?
      </button>
      <div id={id} popover="auto" className="about" role="dialog" aria-label={t.data.about(name)}>
        <strong>{name}</strong>
        <p>{text}</p>
        <dl>
          <dt>{t.data.unit}</dt>
          <dd>{unit}</dd>
          <dt>{t.data.period}</dt>
          <dd>
            {f.day(period.from)} – {f.day(period.to)}
          </dd>
          <dt>{t.data.asOf}</dt>
          <dd>{f.dateTime(usage.asOf)}</dd>
          <dt>{t.data.version}</dt>
          <dd>{usage.definitionVersion}</dd>
        </dl>
        <p>
          {sentenceOf(completeness, t, f)}
          <VisitsLate completeness={completeness} />
        </p>
        <Go to={at.definitions(figure)}>{t.data.definition}</Go>
      </div>
    </>
  );
}
