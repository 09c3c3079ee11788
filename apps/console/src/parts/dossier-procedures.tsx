import type { DossierFigures, ProcedureLevel } from '@emc/contract';
import { useState } from 'react';
import { measureOf } from '../dossier-measures.ts';
import { useWords } from '../words.ts';
import { CsvButton } from './csv.tsx';

const FIRST = 20;

/** The procedures with most dossiers, each with how it was used. */
export function DossierProcedures({ figures, file }: { figures: DossierFigures; file: string }) {
  const { t, f, lang } = useWords();
  const [all, setAll] = useState(false);
  const { procedures, procedureCounts: counts } = figures;
  const shown = all ? procedures : procedures.slice(0, FIRST);
  // A procedure is offered by many bodies, each at a level of its own: the country has none to show.
  const hasLevel = figures.subject.kind !== 'country';
  const levelName = (level: string | null) =>
    level === null ? t.dossiers.notInCatalogue : (t.procedures.levels[level as ProcedureLevel] ?? level);
  return (
    <section aria-labelledby="by-procedure">
      <h2 id="by-procedure">{t.dossiers.byProcedure}</h2>
      <p className="sentence">
        {t.dossiers.catalogueText(
          f.number(counts.inCatalogue),
          f.number(counts.online),
          f.number(counts.withDossiers),
          f.number(counts.withOnlineDossiers),
        )}{' '}
        {counts.notInCatalogue === 0 ? '' : t.dossiers.unknownCodes(f.number(counts.notInCatalogue))}{' '}
        {lang === 'vi' || procedures.length === 0 ? '' : t.procedures.inVietnamese}
      </p>
      {procedures.length === 0 ? (
        <p className="none">{t.dossiers.nothing}</p>
      ) : (
        <>
          <table className="table card-table">
            <caption className="unseen">{t.dossiers.byProcedureText(f.number(procedures.length))}</caption>
            <thead>
              <tr>
                <th scope="col">{t.dossiers.procedure}</th>
                {hasLevel ? <th scope="col">{t.dossiers.level}</th> : null}
                <th scope="col" className="numeric">
                  {t.dossiers.measures.received}
                </th>
                <th scope="col" className="numeric">
                  {t.dossiers.onlineShare}
                </th>
                <th scope="col" className="numeric">
                  {t.dossiers.onTimeShare}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((procedure) => (
                <tr key={procedure.code}>
                  <th scope="row">
                    {procedure.nameVi === null ? t.dossiers.notInCatalogue : <span lang="vi">{procedure.nameVi}</span>}
                    <small>{procedure.code}</small>
                  </th>
                  {hasLevel ? <td data-head={t.dossiers.level}>{levelName(procedure.level)}</td> : null}
                  <td data-head={t.dossiers.measures.received} className="numeric">
                    {f.number(procedure.counts.received)}
                  </td>
                  <td data-head={t.dossiers.onlineShare} className="numeric">
                    {f.percent(measureOf('online', procedure.counts))}
                  </td>
                  <td data-head={t.dossiers.onTimeShare} className="numeric">
                    {f.percent(measureOf('onTime', procedure.counts))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="chart-foot">
            {procedures.length <= FIRST ? null : (
              <button type="button" className="quiet-button" aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? t.wait.close : `${t.wait.all} (${f.number(procedures.length)})`}
              </button>
            )}
            <CsvButton
              name={`${file}-procedures`}
              columns={[t.procedures.code, t.dossiers.procedure, t.dossiers.level, ...CSV_COUNTS]}
              rows={procedures.map(({ code, nameVi, level, counts: each }) => [
                code,
                nameVi,
                level,
                ...CSV_COUNTS.map((name) => each[name]),
              ])}
            />
          </div>
        </>
      )}
    </section>
  );
}

/** As the API and the open data name them. */
const CSV_COUNTS = [
  'received',
  'receivedOnline',
  'receivedDirect',
  'receivedPost',
  'fullOnline',
  'receivedWithCatalogue',
  'finished',
  'onTime',
  'late',
  'withFee',
  'paidOnline',
] as const;
