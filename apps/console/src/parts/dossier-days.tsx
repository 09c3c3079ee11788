import type { DossierFigures } from '@emc/contract';
import { TimeChart } from '../charts/time-chart.tsx';
import { dayOf } from '../days.ts';
import { measureOf, writeMeasure, writeMeasureShort, type DossierMeasure } from '../dossier-measures.ts';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';

interface DossierDaysProps {
  figures: DossierFigures;
  measure: DossierMeasure;
  file: string;
}

/** The chosen measure day by day. Days of which nothing is known are hatched; days that have not begun are left out. */
export function DossierDays({ figures, measure, file }: DossierDaysProps) {
  const words = useWords();
  const { t, f } = words;
  const today = dayOf(Date.parse(figures.asOf));
  const days = figures.days
    .filter(({ day }) => day <= today)
    .map(({ day, counts }) => ({ day, value: measureOf(measure, counts) }));
  const known = days.flatMap(({ value }) => (value === null ? [] : [value]));
  const write = (value: number | null) => writeMeasure(measure, value, words);
  const title = t.dossiers.byDay(t.dossiers.measures[measure]);
  const unfinished = days.at(-1)?.day === today;
  const sentence =
    known.length === 0
      ? t.dossiers.nothing
      : [
          t.dossiers.byDayText(
            write(measureOf(measure, figures.totals)),
            write(Math.min(...known)),
            write(Math.max(...known)),
          ),
          unfinished ? t.usage.unfinished : '',
          known.length < days.length ? t.dossiers.gap : '',
        ]
          .filter(Boolean)
          .join(' ');
  return (
    <ChartFrame
      level={2}
      title={title}
      sentence={sentence}
      file={`${file}-${measure}-days`}
      columns={[
        { name: t.dossiers.day, show: (cell) => f.day(String(cell)) },
        {
          name: t.dossiers.measures[measure],
          numeric: true,
          show: (cell) => write(typeof cell === 'number' ? cell : null),
        },
      ]}
      rows={days.map(({ day, value }) => [day, value])}
    >
      <TimeChart
        points={days.map(({ day, value }) => ({ name: f.day(day), label: f.dayShort(day), value }))}
        sentence={`${title}. ${sentence}`}
        write={write}
        writeAxis={(value) => writeMeasureShort(measure, value, f)}
        unfinished={unfinished}
      />
    </ChartFrame>
  );
}
