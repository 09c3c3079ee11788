import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { contradictedQuery } from '../../api/office.ts';
import { Go } from '../go.tsx';
import { useOfficeWords } from './words.ts';

const SHOWN = 20;

/**
 * This month's dossiers of a system that name times that cannot be, each with what it counts as and what to send; nothing
 * where there are none.
 * @param name of the system, where its page is not the one that shows this
 */
export function Contradicted({ id, name }: { id: number; name?: string }) {
  const { o, t, f, at, lang } = useOfficeWords();
  const headingId = useId();
  const [all, setAll] = useState(false);
  const { data } = useQuery(contradictedQuery(id));
  if (data === undefined || data.total === 0) return null;
  const c = o.contradicted;
  const title = name === undefined ? c.title : `${c.title}: ${name}`;
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId}>{title}</h2>
      <p className="sentence">{c.text(f.number(data.total))}</p>
      <table className="table card-table">
        <caption className="unseen">{title}</caption>
        <thead>
          <tr>
            {[o.arriving.dossier, c.day, c.what].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.items.slice(0, all ? data.items.length : SHOWN).map(({ dossier, day, contradictions }) => (
            <tr key={`${day} ${dossier}`}>
              <th scope="row" className="breaks">
                <Go to={`${at.system(id, { dossier })}#lookup`}>{dossier}</Go>
              </th>
              <td data-head={c.day}>{f.day(day)}</td>
              <td data-head={c.what}>{contradictions.map(({ words }) => words[lang]).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all || data.items.length <= SHOWN ? null : (
        <button type="button" className="quiet-button" onClick={() => setAll(true)}>
          {t.wait.all}
        </button>
      )}
    </section>
  );
}
