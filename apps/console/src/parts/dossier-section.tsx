import type { DossierFigures } from '@emc/contract';
import type { ReactNode } from 'react';
import {
  DOSSIER_MEASURES,
  channelsOf,
  measureOf,
  partsOf,
  writeChange,
  writeMeasure,
  type DossierMeasure,
} from '../dossier-measures.ts';
import { useWords } from '../words.ts';
import { BarList } from '../charts/bar-list.tsx';
import { DossierDays } from './dossier-days.tsx';
import { DossierProcedures } from './dossier-procedures.tsx';
import { FigureNote, useHowMany } from './figure-note.tsx';
import { useFilters } from './filters.ts';
import { Go } from './go.tsx';

interface DossierSectionProps {
  figures: DossierFigures;
  /** Beginning of the names of the files that are offered. */
  file: string;
  /** Where the API shows the same. */
  address: string;
  /** Before the table of procedures. */
  children?: ReactNode;
}

function ComparedWith({ previous }: Pick<DossierFigures, 'previous'>) {
  const { t, f } = useWords();
  const howMany = useHowMany();
  if (previous === null) return null;
  const { period, sourcesMissing } = previous;
  return (
    <>
      {t.figures.comparedWith(f.day(period.from), f.day(period.to))}{' '}
      {sourcesMissing === 0 ? '' : t.figures.beforeLacks(howMany(sourcesMissing))}
    </>
  );
}

/** Dossiers of a body or the country: measures, by day, by channel, by outcome, by procedure. */
export function DossierSection({ figures, file, address, children }: DossierSectionProps) {
  const { t, f, at } = useWords();
  const [filters, change] = useFilters();
  const measure = DOSSIER_MEASURES.find((known) => known === filters['dossier']) ?? 'received';
  const base = `${file}-${figures.period.from}-${figures.period.to}`;
  return (
    <>
      <div className="under-filters">
        <p className="sentence">
          {t.figures.period}: {t.figures.fromTo(f.day(figures.period.from), f.day(figures.period.to))}.{' '}
          <ComparedWith previous={figures.previous} />
        </p>
        <FigureNote completeness={figures.completeness} asOf={figures.asOf} />
        <p className="panel-links">
          <Go to={at.definitions('dossiers')}>{t.figures.definition}</Go>
          <a href={address}>{t.figures.source}</a>
        </p>
      </div>
      {figures.totals === null ? <p className="none">{t.dossiers.neverSent}</p> : null}
      <div className="headlines" role="group" aria-label={t.dossiers.measure}>
        {DOSSIER_MEASURES.map((each) => (
          <MeasureTile
            key={each}
            measure={each}
            figures={figures}
            chosen={each === measure}
            onChoose={() => change({ dossier: each === 'received' ? null : each })}
          />
        ))}
      </div>
      <DossierDays figures={figures} measure={measure} file={base} />
      {figures.totals === null ? null : <Shares totals={figures.totals} file={base} />}
      {children}
      <DossierProcedures figures={figures} file={base} />
    </>
  );
}

interface MeasureTileProps {
  measure: DossierMeasure;
  figures: DossierFigures;
  chosen: boolean;
  onChoose: () => void;
}

function MeasureTile({ measure, figures, chosen, onChoose }: MeasureTileProps) {
  const words = useWords();
  const { t, f } = words;
  const parts = partsOf(measure, figures.totals);
  return (
    <button
      type="button"
      className={`headline-tile ${chosen ? 'is-chosen' : ''}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <span className="tile-name">{t.dossiers.measures[measure]}</span>
      <span className="tile-value">{writeMeasure(measure, measureOf(measure, figures.totals), words)}</span>
      {parts === null ? null : (
        <span className="tile-change">{t.figures.ofWhole(f.number(parts[0]), f.number(parts[1]))}</span>
      )}
      <span className="tile-change">
        {writeChange(measure, figures.totals, figures.previous?.totals ?? null, words)}
      </span>
      <span className="tile-change">{t.dossiers.notes[measure]}</span>
    </button>
  );
}

/** By which channel dossiers came, and how they ended: ranked lists that are their own tables. */
function Shares({ totals, file }: { totals: NonNullable<DossierFigures['totals']>; file: string }) {
  const { t, f } = useWords();
  const row = (key: string, text: string, count: number) => ({ key, label: text, plain: text, count });
  const { channels, outcomes } = t.dossiers;
  return (
    <div className="share-lists">
      <div>
        <BarList
          title={t.dossiers.channel}
          heads={[t.dossiers.what, t.dossiers.count]}
          rows={channelsOf(totals).map(({ channel, count }) => row(channel, channels[channel], count))}
          file={`${file}-channels`}
        />
        <p className="sentence">{t.dossiers.channelText(f.percent2(measureOf('online', totals)))}</p>
      </div>
      <div>
        <BarList
          title={t.dossiers.outcome}
          heads={[t.dossiers.what, t.dossiers.count]}
          rows={[
            row('onTime', outcomes.onTime, totals.onTime),
            row('late', outcomes.late, totals.late),
            row('withoutDueTime', outcomes.withoutDueTime, totals.withoutDueTime),
          ]}
          file={`${file}-outcomes`}
        />
        <p className="sentence">
          {t.dossiers.outcomeText(f.number(totals.onTime), f.number(totals.late))} {t.dossiers.withoutDueNote}
        </p>
      </div>
    </div>
  );
}
