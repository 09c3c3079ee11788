import type { AuditCheck, AuditEntry } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery, officeApi } from '../api/office.ts';
import { useFilters } from '../parts/filters.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { RefusalNote } from '../parts/office/refusal-note.tsx';
import { useSending } from '../parts/office/use-sending.ts';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Pages } from '../parts/pages.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';

const PAGE_SIZE = 50;

/** Every write and sign-in, newest first, and whether the chain is as it was written. */
export function AuditPage() {
  return <Gate roles={['operator', 'committee']}>{() => <Audit />}</Gate>;
}

function Audit() {
  const { o, at } = useOfficeWords();
  const [filters, change] = useFilters();
  const page = Math.max(1, Math.trunc(Number(filters['page'] ?? 1)) || 1);
  const actor = (filters['actor'] ?? '').trim();
  const offset = (page - 1) * PAGE_SIZE;
  const asked = useQuery(auditQuery({ actor, limit: PAGE_SIZE, offset: offset === 0 ? null : offset }));
  return (
    <article className="page">
      <PageTitle title={o.audit.title} lead={o.audit.lead} />
      <Check />
      <section aria-label={o.audit.title}>
        <div className="filter-bar" role="search">
          <div>
            <SearchField
              label={o.audit.actor}
              value={filters['actor'] ?? ''}
              onChange={(text) => change({ actor: text, page: null })}
            />
            <p className="hint">{o.audit.actorHint}</p>
          </div>
        </div>
        <Loaded asked={asked} lines={12} height_px={900}>
          {({ total, items }) =>
            items.length === 0 ? (
              <p className="none">{o.audit.none}</p>
            ) : (
              <>
                <AuditTable entries={items} />
                <Pages
                  page={page}
                  size={PAGE_SIZE}
                  total={total}
                  to={(next) => at.audit({ ...filters, page: next === 1 ? null : next })}
                />
              </>
            )
          }
        </Loaded>
      </section>
    </article>
  );
}

function Check() {
  const { o, f } = useOfficeWords();
  const sending = useSending();
  const [result, setResult] = useState<AuditCheck | null>(null);
  const words = o.audit;
  return (
    <section className="panel" aria-labelledby="check">
      <h2 id="check">{words.check}</h2>
      <div role="status">
        {result === null ? null : result.intact ? (
          <p className="good-note">{words.intact(f.number(result.entries))}</p>
        ) : (
          <p className="problem">{words.broken(f.number(result.firstBroken), f.number(result.entries))}</p>
        )}
        {sending.busy ? <p>{words.checking}</p> : null}
      </div>
      {result === null ? null : (
        <>
          <p className="once-secret">
            <span>
              {words.head}: <code className="breaks">{result.head}</code>
            </span>
            <CopyButton text={result.head} name={words.head} />
          </p>
          <p className="hint">{words.headHint}</p>
        </>
      )}
      <RefusalNote refusal={sending.refusal} />
      <div className="form-end">
        <button
          type="button"
          className="button"
          disabled={sending.busy}
          onClick={() => void sending.run(async () => setResult(await officeApi.checkAudit()))}
        >
          {words.check}
        </button>
      </div>
    </section>
  );
}

function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  const { o, t, f } = useOfficeWords();
  const a = o.audit;
  const roles: Record<string, string> = t.people.role;
  return (
    <table className="table card-table audit-table">
      <caption className="unseen">{a.title}</caption>
      <thead>
        <tr>
          {[a.number, a.at, a.actor, a.action, a.outcome, a.detail].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.number}>
            <th scope="row">{f.number(entry.number)}</th>
            <td data-head={a.at}>
              {f.dayOfInstant(entry.at)} {f.time(entry.at)}
            </td>
            <td data-head={a.actor} className="breaks">
              {entry.actor} <small>{roles[entry.role] ?? entry.role}</small>
            </td>
            <td data-head={a.action} className="breaks">
              <code>{entry.action}</code> <small>{entry.target}</small>
            </td>
            <td data-head={a.outcome}>{a.outcomes[entry.outcome] ?? <code>{entry.outcome}</code>}</td>
            <td data-head={a.detail} className="breaks">
              <details>
                <summary>{a.detail}</summary>
                <code className="breaks">{JSON.stringify(entry.detail)}</code>
                <small>
                  {a.hash}: {entry.hash}
                </small>
              </details>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
