import type { Live } from '@emc/contract';
import { useRef, useState } from 'react';
import { useLive } from '../api/live.ts';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';
import { useLivePages } from './recent.ts';

/**
 * The latest hits of the country as they come in. Never announced. Stands still when told to, and while somebody points
 * at it or is inside it with the keyboard, so that no link runs away from under a finger.
 */
export function Ticker() {
  const { t, f, at } = useWords();
  const { live } = useLive();
  const [held, setHeld] = useState(false);
  const [visited, setVisited] = useState(false);
  const pagesOf = useLivePages();
  const still = useRef<Live['ticker']>([]);
  if (!held && !visited) still.current = live?.ticker ?? [];
  const hits = still.current;
  const pages = pagesOf(hits);
  return (
    <section className="panel ticker" aria-labelledby="ticker">
      <div className="ticker-head">
        <h2 id="ticker">{t.country.ticker}</h2>
        <button type="button" className="quiet-button" aria-pressed={held} onClick={() => setHeld(!held)}>
          {held ? t.country.resume : t.country.pause}
        </button>
      </div>
      {live !== null && hits.length === 0 ? <p className="none">{t.country.tickerEmpty}</p> : null}
      <ol
        className="ticker-list"
        onPointerEnter={() => setVisited(true)}
        onPointerLeave={() => setVisited(false)}
        onFocus={() => setVisited(true)}
        onBlur={() => setVisited(false)}
      >
        {hits.map((hit, line) => (
          <li key={`${hit.at}${hit.siteId}${hit.kind}${line}`}>
            <time dateTime={hit.at}>{f.time(hit.at)}</time>
            <span className="ticker-what">
              <Go to={at.portal(hit.siteId)}>{hit.portal}</Go>
              <small>{[t.hitKind[hit.kind] ?? hit.kind, pages[line]].filter(Boolean).join(' · ')}</small>
            </span>
          </li>
        ))}
      </ol>
      <p className="sentence">{t.country.tickerHint}</p>
    </section>
  );
}
