import type { ConnectionBoard } from '@emc/contract';
import { TimeChart } from '../charts/time-chart.tsx';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';

/** How many bodies were fully connected on each of the last 30 days. What is not known is hatched. */
export function ConnectionTrend({ board }: { board: ConnectionBoard }) {
  const { t, f } = useWords();
  const known = board.trend.filter(({ connected }) => connected !== null);
  const sentence = [
    known.length === 0
      ? t.figures.unknown
      : t.board.trendText(f.number(known[0]?.connected), f.number(known.at(-1)?.connected)),
    known.length < board.trend.length ? t.board.trendGap : '',
  ].join(' ');
  return (
    <ChartFrame
      level={2}
      title={t.board.trend}
      sentence={sentence}
      file={`emc-connection-trend-${board.asOf}`}
      columns={[
        { name: t.board.day, show: (cell) => f.day(String(cell)) },
        { name: t.connection.connected, numeric: true },
        { name: t.connection['partly-connected'], numeric: true },
        { name: t.connection['not-connected'], numeric: true },
      ]}
      rows={board.trend.map(({ day, connected, partly, not }) => [day, connected, partly, not])}
    >
      <TimeChart
        points={board.trend.map(({ day, connected }) => ({
          name: f.day(day),
          label: f.dayShort(day),
          value: connected,
        }))}
        sentence={`${t.board.trend}. ${sentence}`}
        write={f.number}
        writeAxis={f.number}
        unfinished={false}
      />
    </ChartFrame>
  );
}
