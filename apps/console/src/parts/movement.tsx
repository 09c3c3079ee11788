import type { BodyResult } from '@emc/contract';
import { useWords } from '../words.ts';

const TURNS = { up: 'M6 2 11 10H1z', down: 'M6 10 1 2h10z', same: 'M1 5h10v2H1z' } as const;

/** How a body's place changed since the period before, by shape and word. */
export function Movement({ result }: { result: Pick<BodyResult, 'rank' | 'previousRank'> }) {
  const { t, f } = useWords();
  const { rank, previousRank } = result;
  if (rank === null || previousRank === null) return <span className="movement">{t.rankings.noBefore}</span>;
  const steps = previousRank - rank;
  const way = steps > 0 ? 'up' : steps < 0 ? 'down' : 'same';
  return (
    <span className={`movement is-${way}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={TURNS[way]} />
      </svg>
      {way === 'same' ? t.rankings.same : t.rankings[way](f.number(Math.abs(steps)))}
    </span>
  );
}
