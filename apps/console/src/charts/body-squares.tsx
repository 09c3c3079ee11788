import type { BodyConnection } from '@emc/contract';
import { useWords } from '../words.ts';

const ORDER = { connected: 0, 'partly-connected': 1, 'not-connected': 2 } as const;
const SIZE = 14;

/** Every body as one square: filled, half or hollow by its connection. Those who do not see it read the sentence and the list. */
export function BodySquares({ bodies, sentence }: { bodies: readonly BodyConnection[]; sentence: string }) {
  const { nameOf, t } = useWords();
  const sorted = [...bodies].sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.bodyCode.localeCompare(b.bodyCode));
  return (
    <div className="body-squares" role="img" aria-label={sentence}>
      {sorted.map((body) => (
        <svg
          key={body.bodyCode}
          className={`square square-${body.state}`}
          viewBox={`0 0 ${SIZE} ${SIZE}`}
          width={SIZE}
          height={SIZE}
        >
          <title>{`${nameOf(body)}: ${t.connection[body.state]}`}</title>
          <rect className="square-line" x="1" y="1" width="12" height="12" rx="2" />
          {body.state === 'connected' ? (
            <rect className="square-fill" x="1" y="1" width="12" height="12" rx="2" />
          ) : null}
          {body.state === 'partly-connected' ? <path className="square-fill" d="M1 13V1l12 12z" /> : null}
        </svg>
      ))}
    </div>
  );
}
