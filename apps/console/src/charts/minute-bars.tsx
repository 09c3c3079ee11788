import { useWords } from '../words.ts';

/** The last minutes as columns, oldest first. Stretches to the width it is given. */
export function MinuteBars({ minutes, sentence }: { minutes: readonly number[]; sentence: string }) {
  const { t, f } = useWords();
  const highest = Math.max(1, ...minutes);
  return (
    <div className="minute-bars">
      <svg viewBox={`0 0 ${minutes.length * 10} 100`} preserveAspectRatio="none" role="img" aria-label={sentence}>
        {minutes.map((count, index) => {
          const height = (count / highest) * 98;
          return (
            <rect
              key={index}
              className={index === minutes.length - 1 ? 'is-last' : undefined}
              x={index * 10 + 1}
              width="8"
              y={100 - height}
              height={Math.max(height, count > 0 ? 1 : 0)}
            >
              <title>{`${index === minutes.length - 1 ? t.country.justNow : t.country.minutesAgo(minutes.length - 1 - index)}: ${f.number(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className="minute-axis" aria-hidden="true">
        <span>{t.country.minutesAgo(minutes.length)}</span>
        <span>{t.country.justNow}</span>
      </div>
    </div>
  );
}
