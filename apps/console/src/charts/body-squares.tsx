import type { BodyWithConnection } from '@emc/contract';
import { useWords } from '../words.ts';

const ORDER = { connected: 0, 'partly-connected': 1, 'not-connected': 2 } as const;
const SIZE = 14;

/** Every body as one square: filled, half or hollow by its connection. Those who do not see it read the sentence and the list. */
export function BodySquares({ bodies, sentence }: { bodies: readonly BodyWithConnection[]; sentence: string }) {
  const { nameOf, t } = useWords();
  const sorted = [...bodies].sort(
    (a, b) => ORDER[a.connection.state] - ORDER[b.connection.state] || a.code.localeCompare(b.code),
  );
  return (
    <div className="body-squares" role="img" aria-label={sentence}>
      {sorted.map((body) => (
        <svg
          key={body.code}
          className={`square square-${body.connection.state}`}
          viewBox={`0 0 ${SIZE} ${SIZE}`}
          width={SIZE}
          height={SIZE}
        >
          <title>{`${nameOf(body)}: ${t.connection[body.connection.state]}`}</title>
          <rect className="square-line" x="1" y="1" width="12" height="12" rx="2" />
          {body.connection.state === 'connected' ? (
            <rect className="square-fill" x="1" y="1" width="12" height="12" rx="2" />
          ) : null}
          {body.connection.state === 'partly-connected' ? <path className="square-fill" d="M1 13V1l12 12z" /> : null}
        </svg>
      ))}
    </div>
  );
}
