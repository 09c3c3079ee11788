import type { FigureCompleteness, Missing } from '@emc/contract';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';
import { ShapeMark } from './state-mark.tsx';

/** As many are told at most (`figureCompletenessSchema`). */
const MOST_TOLD = 100;

/** Writes how many are missing: as many as are told at most may be more. */
export function useHowMany(): (told: number) => string {
  const { t, f } = useWords();
  return (told) => (told < MOST_TOLD ? f.number(told) : t.figures.atLeast(f.number(told)));
}

/** Whether the figures beside it are complete, up to when everything is counted, and what is missing. */
export function FigureNote({ completeness, asOf }: { completeness: FigureCompleteness; asOf: string }) {
  const { t, f } = useWords();
  const howMany = useHowMany();
  const { complete, missing, loadedThrough, simulated } = completeness;
  return (
    <div className="completeness">
      <p>
        <ShapeMark shape={complete ? 'full' : 'half'} />
        {complete ? t.figures.complete : t.figures.incomplete(howMany(missing.length))}{' '}
        {loadedThrough === null ? t.figures.asOf(f.dateTime(asOf)) : t.figures.through(f.dateTime(loadedThrough))}
        {simulated ? ` ${t.figures.simulated}` : ''}
      </p>
      {missing.length === 0 ? null : (
        <details>
          <summary>
            {t.figures.whatIsMissing} ({howMany(missing.length)})
          </summary>
          <MissingList missing={missing} />
        </details>
      )}
    </div>
  );
}

/** More than these are a click away. */
const FIRST = 6;

/** What is missing, each leading to the page of the body or portal that it is about; the first ones at once. */
export function MissingList({ missing }: { missing: readonly Missing[] }) {
  const { t } = useWords();
  const howMany = useHowMany();
  return (
    <>
      <MissingItems missing={missing.slice(0, FIRST)} />
      {missing.length <= FIRST ? null : (
        <details>
          <summary>
            {t.figures.all} ({howMany(missing.length)})
          </summary>
          <MissingItems missing={missing.slice(FIRST)} />
        </details>
      )}
    </>
  );
}

function MissingItems({ missing }: { missing: readonly Missing[] }) {
  const { lang, at } = useWords();
  const pageOf = (what: string) => {
    const [kind, id = ''] = what.split(':');
    if (kind === 'body' || kind === 'connection') return at.bodyConnection(id);
    if (kind === 'catalogue') return at.procedures(id);
    return kind === 'portal' ? at.portal(Number(id)) : undefined;
  };
  return (
    <ul className="missing-list">
      {missing.map(({ what, words }, line) => {
        const to = pageOf(what);
        return <li key={`${what}${line}`}>{to === undefined ? words[lang] : <Go to={to}>{words[lang]}</Go>}</li>;
      })}
    </ul>
  );
}
