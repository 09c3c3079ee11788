import type { ImportReport } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { apiAddress } from '../api/figures.ts';
import { officeApi } from '../api/office.ts';
import { bodyQuery } from '../api/queries.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { CsvSource } from '../parts/office/csv-source.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { ImportResult } from '../parts/office/import-result.tsx';
import { LeaveGuard } from '../parts/office/leave-guard.tsx';
import { RefusalNote } from '../parts/office/refusal-note.tsx';
import { useSending } from '../parts/office/use-sending.ts';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';

/** The catalogue of a body from a file: tried first, then taken. */
export function ProcedureImportPage() {
  const code = (useParams({ strict: false }).code ?? '').toUpperCase();
  return (
    <Gate roles={['operator', 'body']} bodyCode={code}>
      {() => <Importing code={code} />}
    </Gate>
  );
}

function Importing({ code }: { code: string }) {
  const { o, nameOf } = useOfficeWords();
  const words = o.procedureImport;
  const body = useQuery(bodyQuery(code));
  const queries = useQueryClient();
  const sending = useSending();
  const [csv, setCsv] = useState('');
  const [endMissing, setEndMissing] = useState(false);
  const [empty, setEmpty] = useState(false);
  const [report, setReport] = useState<ImportReport | null>(null);
  const name = body.data === undefined ? code : nameOf(body.data);
  // What was tried no longer holds when something is changed.
  const change = (apply: () => void) => {
    apply();
    setReport(null);
    setEmpty(false);
    sending.forget();
  };
  const send = async (dryRun: boolean) => {
    setEmpty(csv.trim() === '');
    if (csv.trim() === '') return;
    await sending.run(async () => {
      setReport(await officeApi.importProcedures({ csv, dryRun, endMissing, bodyCode: code }));
      if (!dryRun) await queries.invalidateQueries({ queryKey: ['procedures'] });
    });
  };
  const mayApply = report?.dryRun === true && report.problemCount === 0 && report.rows > 0;
  return (
    <article className="page">
      <PageTitle title={words.title(name)} above={<BodyNav code={code} name={name} />} lead={words.lead}>
        <p>
          <a href={apiAddress('/procedures/export', { body: code })}>{words.export}</a>
        </p>
      </PageTitle>
      <div className="form import-form">
        {csv.trim() === '' || report?.applied === true ? null : <LeaveGuard question={o.leave.typed} />}
        <CsvSource csv={csv} onChange={(text) => change(() => setCsv(text))} />
        {empty ? (
          <p className="field-error" role="alert">
            {words.empty}
          </p>
        ) : null}
        <label className="tick">
          <input
            type="checkbox"
            checked={endMissing}
            onChange={(event) => change(() => setEndMissing(event.target.checked))}
          />
          <span>{words.endMissing}</span>
        </label>
        <RefusalNote refusal={sending.refusal} />
        <div className="form-end">
          <button
            type="button"
            className={mayApply ? 'button' : 'button is-main'}
            disabled={sending.busy}
            onClick={() => void send(true)}
          >
            {sending.busy && !mayApply ? words.dryRunning : words.dryRun}
          </button>
          {mayApply ? (
            <button type="button" className="button is-main" disabled={sending.busy} onClick={() => void send(false)}>
              {sending.busy ? words.applying : words.apply}
            </button>
          ) : null}
        </div>
      </div>
      <div role="status">{report === null ? null : <ImportResult report={report} code={code} />}</div>
    </article>
  );
}
