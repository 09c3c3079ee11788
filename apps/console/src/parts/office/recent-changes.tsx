import type { RecentChanges } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recentChangesQuery } from '../../api/office.ts';
import { Choice } from '../choice.tsx';
import { useFilters } from '../filters.ts';
import { Go } from '../go.tsx';
import { Loaded } from '../problem-note.tsx';
import { useOfficeWords } from './words.ts';

const SHOWN = 20;
/** So many are told at most. */
const MOST = 100;
/** How far back, in minutes; a longer time is renewed once a minute. */
const BACK = ['30', '1440', '10080'] as const;
const MINUTE_MS = 60_000;

/** The last changes of dossiers from a system, and why what was refused was refused; a night or a week back, too. */
export function RecentChangesView({ id }: { id: number }) {
  const { o } = useOfficeWords();
  const [filters, change] = useFilters();
  const back = BACK.find((minutes) => minutes === filters['back']) ?? '30';
  const isLong = back !== '30';
  const asked = useQuery(!isLong ? recentChangesQuery(id, 30) : recentChangesQuery(id, Number(back), MINUTE_MS));
  return (
    <>
      <Choice
        label={o.arriving.back}
        value={back}
        options={BACK.map((value) => ({ value, text: o.arriving.backs[value] }))}
        onChange={(value) => change({ back: value === '30' ? null : value })}
      />
      <div className="two-columns recent">
        <section aria-labelledby="changes">
          <h2 id="changes">{o.arriving.changes}</h2>
          <Loaded asked={asked} lines={6}>
            {({ changes }) => <Changes id={id} changes={changes} isLong={isLong} />}
          </Loaded>
        </section>
        <section aria-labelledby="drops">
          <h2 id="drops">{o.arriving.drops}</h2>
          <Loaded asked={asked} lines={6}>
            {({ drops }) => <Drops drops={drops} isLong={isLong} />}
          </Loaded>
        </section>
      </div>
    </>
  );
}

interface ListProps {
  /** The times of more than a day need their day. */
  isLong: boolean;
}

function Changes({ id, changes, isLong }: ListProps & { id: number; changes: RecentChanges['changes'] }) {
  const { o, t, f, at } = useOfficeWords();
  const [filters] = useFilters();
  const [all, setAll] = useState(false);
  const a = o.arriving;
  if (changes.length === 0) return <p className="none">{a.changesNone}</p>;
  return (
    <>
      <p className="sentence">
        {changes.length < MOST ? a.changesText(f.number(changes.length)) : a.changesMost(f.number(MOST))}
      </p>
      <table className="table recent-table card-table">
        <caption className="unseen">{a.changes}</caption>
        <thead>
          <tr>
            {[a.dossier, a.at, a.status, a.channel, a.feed].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, all ? MOST : SHOWN).map((change, line) => (
            <tr key={`${change.at} ${change.dossier} ${line}`}>
              <th scope="row" className="breaks">
                <Go to={`${at.system(id, { ...filters, dossier: change.dossier })}#lookup`}>{change.dossier}</Go>
                <small>{change.procedure}</small>
              </th>
              <td data-head={a.at}>
                {isLong ? `${f.dayOfInstant(change.at)} ` : ''}
                {f.time(change.at)}
              </td>
              <td data-head={a.status}>{a.statuses[change.status] ?? change.status}</td>
              <td data-head={a.channel}>{a.channels[change.channel] ?? change.channel}</td>
              <td data-head={a.feed}>{a.feeds[change.feed] ?? change.feed}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all || changes.length <= SHOWN ? null : (
        <button type="button" className="quiet-button" onClick={() => setAll(true)}>
          {t.wait.all}
        </button>
      )}
    </>
  );
}

function Drops({ drops, isLong }: ListProps & { drops: RecentChanges['drops'] }) {
  const { o, f, lang } = useOfficeWords();
  const a = o.arriving;
  if (drops.length === 0) return <p className="none">{a.dropsNone}</p>;
  return (
    <>
      <p className="sentence">{a.dropsText}</p>
      <table className="table recent-table">
        <caption className="unseen">{a.drops}</caption>
        <thead>
          <tr>
            <th scope="col">{a.at}</th>
            <th scope="col">{a.reason}</th>
            <th scope="col" className="numeric">
              {a.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {drops.map(({ minute, reason, count, meaning }) => (
            <tr key={`${minute} ${reason}`}>
              <td className="numeric-left">{isLong ? f.dateTime(minute) : f.minute(minute)}</td>
              <td className="breaks">
                {meaning[lang]} <code>{reason}</code>
              </td>
              <td className="numeric">{f.number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
