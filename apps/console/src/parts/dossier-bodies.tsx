import type { BodyDossiers } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiAddress, dossiersByBodyQuery } from '../api/figures.ts';
import { DOSSIER_MEASURES, measureOf, writeMeasure, type DossierMeasure } from '../dossier-measures.ts';
import type { ReportingPeriod } from '../reporting-period.ts';
import { useWords } from '../words.ts';
import { CsvButton } from './csv.tsx';
import { useFilters } from './filters.ts';
import { Go } from './go.tsx';
import { Loaded } from './problem-note.tsx';

/** Every body beside the others, in the order of the measure that is chosen; their sum is the country. */
export function DossierBodies({ period }: { period: ReportingPeriod }) {
  const { t } = useWords();
  const asked = useQuery(dossiersByBodyQuery(period.query));
  return (
    <section aria-labelledby="by-body">
      <h2 id="by-body">{t.dossiers.byBody}</h2>
      <Loaded asked={asked} lines={12} height_px={900}>
        {(known) => <BodyTable known={known} period={period} />}
      </Loaded>
    </section>
  );
}

const FIRST = 20;
const COLUMNS: readonly DossierMeasure[] = ['received', 'online', 'fullOnline', 'onTime', 'paidOnline'];

function BodyTable({ known, period }: { known: BodyDossiers; period: ReportingPeriod }) {
  const words = useWords();
  const { t, f, at, nameOf } = words;
  const [filters] = useFilters();
  const [all, setAll] = useState(false);
  const by = DOSSIER_MEASURES.find((each) => each === filters['dossier']) ?? 'received';
  const rows = known.items.toSorted(
    (a, b) => (measureOf(by, b.totals) ?? -1) - (measureOf(by, a.totals) ?? -1) || a.bodyCode.localeCompare(b.bodyCode),
  );
  return (
    <>
      <p className="sentence">
        {t.dossiers.byBodyText} {t.dossiers.sortBy}: {t.dossiers.measures[by]}.
      </p>
      <table className="table card-table">
        <caption className="unseen">{t.dossiers.byBody}</caption>
        <thead>
          <tr>
            <th scope="col">{t.figures.body}</th>
            {COLUMNS.map((measure) => (
              <th key={measure} scope="col" className="numeric">
                {t.dossiers.measures[measure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, FIRST)).map((body) => (
            <tr key={body.bodyCode}>
              <th scope="row">
                <Go to={at.bodyDossiers(body.bodyCode, { period: period.key })}>{nameOf(body)}</Go>
              </th>
              {COLUMNS.map((measure) => (
                <td key={measure} data-head={t.dossiers.measures[measure]} className="numeric">
                  {writeMeasure(measure, measureOf(measure, body.totals), words)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="chart-foot">
        {rows.length <= FIRST ? null : (
          <button type="button" className="quiet-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t.wait.close : `${t.wait.all} (${f.number(rows.length)})`}
          </button>
        )}
        <CsvButton
          name={`emc-dossiers-by-body-${known.period.from}-${known.period.to}`}
          columns={[t.bodies.code, t.figures.body, ...COLUMNS.map((measure) => t.dossiers.measures[measure])]}
          rows={rows.map((body) => [
            body.bodyCode,
            nameOf(body),
            ...COLUMNS.map((measure) => measureOf(measure, body.totals)),
          ])}
        />
        <a href={apiAddress('/dossiers/by-body', period.query)}>{t.figures.source}</a>
      </div>
    </>
  );
}
