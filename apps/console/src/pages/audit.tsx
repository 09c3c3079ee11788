import type { AuditCheck } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery, officeApi } from '../api/office.ts';
import { isDay } from '../days.ts';
import { useFilters } from '../parts/filters.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { DayField } from '../parts/day-field.tsx';
import { AuditTable } from '../parts/office/audit-table.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { RefusalNote } from '../parts/office/refusal-note.tsx';
import { useSending } from '../parts/office/use-sending.ts';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Pages } from '../parts/pages.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { TextField } from '../parts/text-field.tsx';

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
  const target = (filters['target'] ?? '').trim();
  const day = {
    from: isDay(filters['from']) ? filters['from'] : null,
    to: isDay(filters['to']) ? filters['to'] : null,
  };
  const offset = (page - 1) * PAGE_SIZE;
  const asked = useQuery(auditQuery({ actor, target, ...day, limit: PAGE_SIZE, offset: offset === 0 ? null : offset }));
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
          <div>
            <SearchField
              label={o.audit.target}
              value={filters['target'] ?? ''}
              onChange={(text) => change({ target: text, page: null })}
            />
            <p className="hint">{o.audit.targetHint}</p>
          </div>
          <DayField label={o.audit.from} value={day.from} onChange={(from) => change({ from, page: null })} />
          <DayField label={o.audit.to} value={day.to} onChange={(to) => change({ to, page: null })} />
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
  const [noted, setNoted] = useState('');
  const words = o.audit;
  return (
    <section className="panel" aria-labelledby="check">
      <h2 id="check">{words.check}</h2>
      <div role="status">
        {result === null ? null : result.intact ? (
          <p className="good-note">
            {words.intact(f.number(result.entries))}{' '}
            {result.headsCompared === 0 ? '' : words.headsFound(f.number(result.headsCompared))}
          </p>
        ) : (
          <p className="problem">
            {words.broken(f.number(result.firstBroken), f.number(result.entries))}
            {result.headsMissing.map((hash) => (
              <span key={hash}>
                {' '}
                {words.headMissing} <code className="breaks">{hash}</code>
              </span>
            ))}
          </p>
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
      <TextField
        label={words.noted}
        optional={words.notedOptional}
        hint={words.notedHint}
        value={noted}
        onChange={setNoted}
      />
      <RefusalNote refusal={sending.refusal} />
      <div className="form-end">
        <button
          type="button"
          className="button"
          disabled={sending.busy}
          onClick={() => void sending.run(async () => setResult(await officeApi.checkAudit(noted.trim())))}
        >
          {words.check}
        </button>
      </div>
    </section>
  );
}
