import type { Interval, Usage } from '@emc/contract';
import { TimeChart, type TimePoint } from '../charts/time-chart.tsx';
import { UTC_OFFSET_MS } from '../days.ts';
import type { FigureName } from '../texts/definitions.ts';
import { useWords, type Words } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { writeFigure } from './figure-tile.tsx';

const local = (instant: string) => new Date(Date.parse(instant) + UTC_OFFSET_MS).toISOString();

/** The instant at which an interval is over (Unix milliseconds). */
function endOf(start: string, interval: Interval): number {
  const start_ms = Date.parse(start);
  if (interval === 'hour') return start_ms + 3_600_000;
  if (interval === 'day') return start_ms + 86_400_000;
  const day = new Date(start_ms + UTC_OFFSET_MS);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) - UTC_OFFSET_MS;
}

function nameOfInterval(
  { f }: Words,
  start: string,
  interval: Interval,
  oneDay: boolean,
): { name: string; label: string } {
  const day = local(start);
  if (interval === 'month') return { name: f.month(day), label: f.month(day) };
  if (interval === 'day') return { name: f.day(day), label: f.dayShort(day) };
  return {
    name: `${f.minute(start)} ${f.day(day)}`,
    label: oneDay ? f.minute(start) : day.slice(11, 13) === '00' ? f.dayShort(day) : '',
  };
}

interface UsageChartProps {
  usage: Usage;
  /** Where the API offers the same period as CSV, with all figures. */
  csvAddress: string;
  figure: FigureName;
  file: string;
}

/** The chosen figure over the period. What has not begun yet is left out; what is not known is hatched. */
export function UsageChart({ usage, csvAddress, figure, file }: UsageChartProps) {
  const words = useWords();
  const { t, f, define } = words;
  const { interval, from, to } = usage.period;
  const now_ms = Date.parse(usage.asOf);
  const begun = usage.series.filter(({ start }) => Date.parse(start) <= now_ms);
  const points: TimePoint[] = begun.map(({ start, values }) => ({
    ...nameOfInterval(words, start, interval, from === to),
    value: values === null ? null : (values[figure] ?? null),
  }));
  const lastStart = begun.at(-1)?.start;
  const unfinished = lastStart !== undefined && endOf(lastStart, interval) > now_ms;
  const write = (value: number | null) => writeFigure(words, figure, value);
  const writeAxis = (value: number) =>
    figure === 'bounceRate'
      ? `${f.number(value * 100)}%`
      : figure === 'averageVisitSeconds'
        ? f.duration(value)
        : figure === 'pagesPerVisit'
          ? f.decimal(value)
          : f.compact(value);
  const title = t.usage.chart(define[figure].name, t.usage.intervals[interval], f.day(from), f.day(to));
  const known = points.filter(({ value }) => value !== null);
  const peak = known.reduce<TimePoint | undefined>(
    (high, point) => ((point.value ?? 0) > (high?.value ?? -1) ? point : high),
    undefined,
  );
  const sentence =
    peak === undefined
      ? t.usage.nothing
      : [
          t.usage.chartText(write(usage.totals[figure]), write(peak.value), peak.name),
          figure === 'visitors' && from !== to ? t.usage.sumVisitors : '',
          unfinished ? t.usage.unfinished : '',
          known.length < points.length ? t.usage.gap : '',
        ]
          .filter(Boolean)
          .join(' ');
  return (
    <ChartFrame
      title={title}
      sentence={sentence}
      address={csvAddress}
      file={`${file}-${figure}-${from}-${to}-${interval}`}
      columns={[
        {
          name: t.data.start,
          show: (cell) => (typeof cell === 'string' ? nameOfInterval(words, cell, interval, false).name : f.missing),
        },
        { name: define[figure].name, numeric: true, show: (cell) => write(typeof cell === 'number' ? cell : null) },
      ]}
      rows={begun.map(({ start }, index) => [start, points[index]?.value ?? null])}
    >
      <TimeChart
        points={points}
        sentence={`${title}. ${sentence}`}
        write={write}
        writeAxis={writeAxis}
        unfinished={unfinished}
      />
    </ChartFrame>
  );
}
