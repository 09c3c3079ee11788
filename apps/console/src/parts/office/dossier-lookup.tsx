import type { OneDossier } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { oneDossierQuery } from '../../api/office.ts';
import { useFilters } from '../filters.ts';
import { Loaded } from '../problem-note.tsx';
import { TextField } from '../text-field.tsx';
import { useOfficeWords } from './words.ts';

/** The official forms, and what stands for another one here. */
const KNOWN_FORMS = /^(?:(?:\d{3}\.\d{2}\.\d{2}\.)?[a-z]\d{2,3}(?:\.\d+)*-\d{6}-\d{4,5}|x-[\da-f]{32})$/i;

/** What is known of one dossier, to be held against the sender's own records; the code is in the address. */
export function DossierLookup({ id }: { id: number }) {
  const { o } = useOfficeWords();
  const [{ dossier = '' }, change] = useFilters();
  const [code, setCode] = useState(dossier);
  const [error, setError] = useState<string>();
  useEffect(() => {
    setCode(dossier);
    setError(undefined);
  }, [dossier]);
  const asked = useQuery({
    ...oneDossierQuery(id, dossier),
    enabled: KNOWN_FORMS.test(dossier),
    retry: false,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A code of a system's own may be the number of a person: it is found nowhere, and comes into no address and no log.
    const isKnown = KNOWN_FORMS.test(code.trim());
    setError(isKnown ? undefined : o.lookup.unofficial);
    if (isKnown) change({ dossier: code.trim() });
  };
  return (
    <section className="panel" aria-labelledby="lookup">
      <h2 id="lookup">{o.lookup.title}</h2>
      <form className="form lookup" role="search" onSubmit={submit}>
        <TextField label={o.lookup.code} value={code} onChange={setCode} hint={o.lookup.hint} error={error} />
        <div className="form-end">
          <button type="submit" className="button">
            {o.lookup.go}
          </button>
        </div>
      </form>
      <div role="status">
        {error !== undefined || !KNOWN_FORMS.test(dossier) ? null : asked.error !== null &&
          'code' in asked.error &&
          asked.error.code === 'dossier-unknown' ? (
          <p className="none">{o.lookup.unknown(dossier)}</p>
        ) : (
          <Loaded asked={asked} lines={5} height_px={200}>
            {(known) => <Known dossier={known} />}
          </Loaded>
        )}
      </div>
    </section>
  );
}

function Known({ dossier }: { dossier: OneDossier }) {
  const { o, f, lang } = useOfficeWords();
  const l = o.lookup;
  const { receivedAt, endedAt, dueAt, onTime, processingSeconds, hasFee, paidOnline, synced } = dossier;
  const facts: [string, string][] = [
    // What TrackingMCDT alone told of has a day, not a time.
    [l.received, receivedAt === null ? l.notReceived : (synced ? f.dateTime : f.dayOfInstant)(receivedAt)],
    [l.due, dueAt === null ? l.noDue : f.dateTime(dueAt)],
    [l.ended, endedAt === null ? l.notEnded : f.dateTime(endedAt)],
    [l.inTime, onTime === null ? l.notJudged : onTime ? l.onTime : l.late],
    [l.took, processingSeconds === null ? '–' : f.duration(processingSeconds)],
    [o.arriving.procedure, dossier.procedure || '–'],
    [
      o.arriving.channel,
      `${o.arriving.channels[dossier.channel] ?? dossier.channel}${dossier.fromHome ? l.fromHome : ''}`,
    ],
    [l.delivery, l.deliveries[dossier.delivery]],
    [l.fee, hasFee ? (paidOnline ? l.paidOnline : l.paidOther) : l.noFee],
  ];
  return (
    <>
      <p>{synced ? l.synced : l.trackedOnly}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {dossier.contradictions.map(({ code, words }) => (
        <p key={code}>
          <strong>{o.contradicted.what}:</strong> {words[lang]}
        </p>
      ))}
      <h3>{l.changes}</h3>
      <Changes changes={dossier.changes} />
    </>
  );
}

function Changes({ changes }: { changes: OneDossier['changes'] }) {
  const { o, f } = useOfficeWords();
  const a = o.arriving;
  return (
    <table className="table card-table">
      <caption className="unseen">{o.lookup.changes}</caption>
      <thead>
        <tr>
          {[a.at, a.status, a.channel, a.feed].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change, line) => (
          <tr key={`${change.at} ${line}`}>
            <th scope="row">
              {f.dayOfInstant(change.at)} {f.time(change.at)}
            </th>
            <td data-head={a.status}>{a.statuses[change.status] ?? change.status}</td>
            <td data-head={a.channel}>{a.channels[change.channel] ?? change.channel}</td>
            <td data-head={a.feed}>{a.feeds[change.feed] ?? change.feed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
