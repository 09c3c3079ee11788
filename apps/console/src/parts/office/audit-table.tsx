import type { AuditEntry } from '@emc/contract';
import { Go } from '../go.tsx';
import { linesOf, pageOf, type AuditLine } from './audit-lines.ts';
import { useOfficeWords } from './words.ts';

/** What was done, newest first; beginning and outcome of a write are one line. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  const { o } = useOfficeWords();
  const a = o.audit;
  return (
    <table className="table card-table audit-table">
      <caption className="unseen">{a.title}</caption>
      <thead>
        <tr>
          {[a.at, a.actor, a.action, a.outcome, a.detail].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {linesOf(entries).map((line) => (
          <Row key={line.entry.number} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line: { entry, detail, outcome } }: { line: AuditLine }) {
  const { o, t, f, at } = useOfficeWords();
  const a = o.audit;
  const roles: Record<string, string> = { ...t.people.role, none: a.nobody };
  const page = pageOf(entry.target, at);
  const isFine = outcome === 'done' || outcome === 'begun';
  return (
    <tr>
      <th scope="row">
        {f.dayOfInstant(entry.at)} {f.time(entry.at)}
      </th>
      <td data-head={a.actor} className="breaks">
        {entry.actor} <small>{roles[entry.role] ?? entry.role}</small>
      </td>
      <td data-head={a.action} className="breaks">
        {a.actions[entry.action] ?? <code>{entry.action}</code>}
        <small>
          {page === undefined ? (
            entry.target.replace('/api/v1', '')
          ) : (
            <Go to={page}>{entry.target.replace('/api/v1', '')}</Go>
          )}
        </small>
      </td>
      <td data-head={a.outcome} className={isFine ? undefined : 'is-late'}>
        {a.outcomes[outcome] ?? (
          <>
            {a.refused} <code>{outcome}</code>
          </>
        )}
      </td>
      <td data-head={a.detail} className="breaks">
        <details>
          <summary>{a.numberOf(f.number(entry.number))}</summary>
          <Sent detail={detail} />
          <small>
            {a.hash}: {entry.hash}
          </small>
        </details>
      </td>
    </tr>
  );
}

/** What was sent, field by field, as it stands in the log. */
function Sent({ detail }: { detail: AuditLine['detail'] }) {
  const { o } = useOfficeWords();
  const fields = Object.entries(detail);
  if (fields.length === 0) return <p>{o.audit.nothingSent}</p>;
  return (
    <dl className="audit-sent">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
