import { useWords } from '../words.ts';

/** Grey lines that hold the place of what is loading. `height_px` fixes the place, so that nothing jumps when it arrives. */
export function Waiting({ lines = 3, height_px }: { lines?: number; height_px?: number }) {
  const { t } = useWords();
  return (
    <div className="waiting" role="status" style={height_px === undefined ? undefined : { minHeight: height_px }}>
      <span className="unseen">{t.wait.loading}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="waiting-line" aria-hidden="true" />
      ))}
    </div>
  );
}
