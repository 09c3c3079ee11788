import { ShapeMark } from '../state-mark.tsx';
import { useOfficeWords } from './words.ts';

const QUESTIONS = ['broke', 'waiting', 'late', 'refused', 'health'] as const;

/** The answers of the morning, each with the way to what it is made of. undefined = not known yet. */
export function MorningAnswers({ counts }: { counts: Record<(typeof QUESTIONS)[number], number | undefined> }) {
  const { o, f } = useOfficeWords();
  return (
    <ul className="answers" aria-label={o.morning.answers}>
      {QUESTIONS.map((question) => {
        const count = counts[question];
        const isFine = count === 0;
        return (
          <li key={question} className={isFine ? 'is-fine' : undefined}>
            <a href={isFine && question === 'health' ? '/api/v1/health' : `#${question}`}>
              <strong>
                <ShapeMark shape={isFine ? 'full' : count === undefined ? 'hollow' : 'broken'} />
                {count === undefined ? '–' : f.number(count)}
              </strong>
              <span>{o.morning.answer[question]}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
