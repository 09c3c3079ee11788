import type { Usage } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { usageCsvAddress, type Subject } from '../api/client.ts';
import { portalServicesQuery, usageQuery } from '../api/queries.ts';
import { RANGES, periodOf, type Period } from '../period.ts';
import { FIGURES, type FigureName } from '../texts/definitions.ts';
import { useWords } from '../words.ts';
import type { Authority } from './authority.ts';
import { Choice } from './choice.tsx';
import { useNow } from './clock.ts';
import { Compared } from './compared.tsx';
import { CompletenessNote } from './completeness.tsx';
import { FigureTile } from './figure-tile.tsx';
import { useFilters } from './filters.ts';
import { Loaded } from './problem-note.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageLists } from './usage-lists.tsx';

const DayField = lazy(() => import('./day-field.tsx').then(({ DayField: component }) => ({ default: component })));

interface UsageSectionProps {
  subject: Subject;
  /** Beginning of the names of the files that are offered. */
  file: string;
  /** The last day on which the subject existed; undefined = it exists. Figures end on it, and the page says so. */
  lastDay?: string | undefined;
  /** Of who may see which codes a portal sends for its services; null or left out = this reader may not. */
  authority?: Authority | null;
}

/** How much a portal, unit, body or the country is used, over a period that the address holds. */
export function UsageSection({ subject, file, lastDay, authority = null }: UsageSectionProps) {
  const { t, f } = useWords();
  const [filters, change] = useFilters();
  const period = periodOf(filters, useNow(60_000), lastDay);
  const asked = useQuery(usageQuery(subject, period.query));
  const siteId = subject.kind === 'portal' ? subject.siteId : 0;
  const own = useQuery({
    ...portalServicesQuery(siteId, { from: period.from, to: period.to }, authority?.key),
    enabled: siteId > 0 && authority !== null,
  });
  const figure = FIGURES.find((known) => known === filters['measure']) ?? 'visitors';
  return (
    <section className="usage" aria-labelledby="usage">
      <div className="section-head">
        <h2 id="usage">{t.usage.title}</h2>
        <PeriodBar period={period} change={change} />
      </div>
      {lastDay === undefined ? null : <p className="sentence">{t.body.figuresUntil(f.day(lastDay))}</p>}
      <Loaded asked={asked} lines={10} height_px={900}>
        {(usage) => (
          <UsageBody
            usage={own.data === undefined ? usage : { ...usage, services: own.data.services }}
            csvAddress={usageCsvAddress(subject, period.query)}
            figure={figure}
            file={file}
            onFigure={(measure) => change({ measure })}
          />
        )}
      </Loaded>
    </section>
  );
}

function PeriodBar({ period, change }: { period: Period; change: ReturnType<typeof useFilters>[1] }) {
  const { t } = useWords();
  const custom = (days: { from?: string; to?: string }) =>
    change({ range: null, interval: null, from: days.from ?? period.from, to: days.to ?? period.to });
  return (
    <div className="period-bar">
      <Choice
        label={t.usage.range}
        value={period.range}
        options={[...RANGES, 'custom' as const].map((value) => ({ value, text: t.usage.ranges[value] }))}
        onChange={(range) =>
          range === 'custom' ? custom({}) : change({ range, from: null, to: null, interval: null })
        }
      />
      {period.range === 'custom' ? (
        <Suspense fallback={<span className="day-field-place" />}>
          <DayField
            label={t.usage.from}
            value={period.from}
            onChange={(from) => from !== null && custom({ from, to: from > period.to ? from : period.to })}
          />
          <DayField
            label={t.usage.to}
            value={period.to}
            onChange={(to) => to !== null && custom({ to, from: to < period.from ? to : period.from })}
          />
        </Suspense>
      ) : null}
      <Choice
        label={t.usage.interval}
        value={period.interval}
        options={period.intervals.map((value) => ({ value, text: t.usage.intervals[value] }))}
        onChange={(interval) => change({ interval })}
      />
    </div>
  );
}

interface UsageBodyProps {
  usage: Usage;
  csvAddress: string;
  figure: FigureName;
  file: string;
  onFigure: (figure: FigureName) => void;
}

function UsageBody({ usage, csvAddress, figure, file, onFigure }: UsageBodyProps) {
  const { t } = useWords();
  // Where no interval is known, the totals are not 0 but unknown too.
  const known = usage.series.some(({ values }) => values !== null);
  return (
    <>
      <CompletenessNote completeness={usage.completeness} />
      <p className="sentence">
        <Compared period={usage.period} />
      </p>
      <div className="tiles" role="group" aria-label={t.usage.measure}>
        {FIGURES.map((each) => (
          <FigureTile
            key={each}
            figure={each}
            usage={usage}
            known={known}
            chosen={each === figure}
            onChoose={() => onFigure(each)}
          />
        ))}
      </div>
      <UsageChart usage={usage} csvAddress={csvAddress} figure={figure} file={file} />
      <UsageLists usage={usage} file={file} />
    </>
  );
}
