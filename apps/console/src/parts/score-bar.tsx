/** A share from 0 to 1 as a bar, with a tick at the goal. The number beside it says the same; nothing is drawn when unknown. */
export function ShareBar({ value, goal }: { value: number | null; goal?: number | null }) {
  return (
    <span className={`share-bar ${value === null ? 'is-unknown' : ''}`} aria-hidden="true">
      {value === null ? null : (
        <span className="share-fill" style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%` }} />
      )}
      {goal === undefined || goal === null ? null : <span className="share-goal" style={{ left: `${goal * 100}%` }} />}
    </span>
  );
}
