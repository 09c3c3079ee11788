import type { Live } from '@emc/contract';
import { useState } from 'react';
import { useLive } from '../api/live.ts';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';

/** The latest hits of the country as they come in. Never announced; can be held still. */
export function Ticker() {
  const { t, f, at } = useWords();
  const { live } = useLive();
  const [held, setHeld] = useState<Live['ticker'] | null>(null);
  const hits = held ?? live?.ticker ?? [];
  return (
    <section className="panel ticker" aria-labelledby="ticker">
      <div className="ticker-head">
        <h2 id="ticker">{t.country.ticker}</h2>
        <button
          type="button"
          className="quiet-button"
          aria-pressed={held !== null}
          onClick={() => setHeld(held === null ? hits : null)}
        >
          {held === null ? t.country.pause : t.country.resume}
        </button>
      </div>
      {live !== null && hits.length === 0 ? <p className="none">{t.country.tickerEmpty}</p> : null}
      <ol className="ticker-list" aria-live="off">
        {hits.map((hit) => (
          <li key={`${hit.at}${hit.siteId}${hit.path}${hit.kind}`}>
            <time dateTime={hit.at}>{f.time(hit.at)}</time>
            <span className="ticker-what">
              <Go to={at.portal(hit.siteId)}>{hit.portal}</Go>
              <small>
                {hit.kind === 'page_view' ? '' : `${t.hitKind[hit.kind] ?? hit.kind} · `}
                {hit.path}
              </small>
            </span>
          </li>
        ))}
      </ol>
      <p className="sentence">{t.country.tickerHint}</p>
    </section>
  );
}
