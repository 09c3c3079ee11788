import { useEffect, useRef, useState } from 'react';
import { useLive } from '../api/live.ts';
import { serverTime } from '../api/server-clock.ts';
import { useWords } from '../words.ts';

/** How the line to the server stands and when it was last heard. Only a loss and a return are announced, never each message. */
export function LiveLine() {
  const { t, f } = useWords();
  const { line, heardAt_ms } = useLive();
  const heard =
    heardAt_ms === null ? t.line.never : t.line.heard(f.time(new Date(serverTime(heardAt_ms)).toISOString()));
  return (
    <p className={`live-line is-${line}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {line === 'open' ? <circle cx="5" cy="5" r="4" /> : <path d="M1.5 1.5 8.5 8.5M8.5 1.5 1.5 8.5" />}
      </svg>
      <span className="live-line-state">{t.line[line]}</span> <span className="live-line-heard">{heard}</span>
      <Announcement />
    </p>
  );
}

function Announcement() {
  const { t } = useWords();
  const { line } = useLive();
  const wasLost = useRef(false);
  const [text, setText] = useState('');
  useEffect(() => {
    if (line === 'lost') setText(t.line.lost);
    else if (line === 'open' && wasLost.current) setText(t.line.back);
    wasLost.current = line === 'lost' || (line === 'connecting' && wasLost.current);
  }, [line, t]);
  return (
    <span className="unseen" role="status" aria-live="polite">
      {text}
    </span>
  );
}
