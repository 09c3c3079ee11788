import type { Completeness } from '@emc/contract';
import { useWords, type Words } from '../words.ts';
import { Go } from './go.tsx';
import { ShapeMark } from './state-mark.tsx';

/** Whether figures are complete, and if not, what they lack first of all. */
export function sentenceOf(
  { complete, damagedDays = [], portalsExpected, portalsReceived }: Completeness,
  t: Words['t'],
  f: Words['f'],
): string {
  if (complete) return t.complete.all(f.number(portalsExpected));
  const isDamageAll = damagedDays.length > 0 && portalsReceived === portalsExpected;
  const some = isDamageAll ? [] : [t.complete.some(f.number(portalsReceived), f.number(portalsExpected))];
  const days = damagedDays.map(({ from, to }) => (from === to ? f.day(from) : `${f.day(from)} – ${f.day(to)}`));
  return [...some, ...(days.length === 0 ? [] : [t.complete.damaged(days.join(', '))])].join(' ');
}

/** What is missing from the figures beside it, and up to when everything is counted. */
export function CompletenessNote({ completeness }: { completeness: Completeness }) {
  const { t, f, at } = useWords();
  const { portalsExpected, portalsReceived, missing, loadedThrough, complete } = completeness;
  const sentence = portalsExpected === 0 ? t.complete.none : sentenceOf(completeness, t, f);
  return (
    <div className="completeness">
      <p>
        <ShapeMark shape={portalsExpected === 0 ? 'hollow' : complete ? 'full' : 'half'} />
        {sentence} {t.complete.through(`${f.time(loadedThrough)} ${f.dayOfInstant(loadedThrough)}`)}
        {completeness.visitorsTwice === undefined
          ? ''
          : ` ${t.complete.visitorsTwice(completeness.visitorsTwice.map((day) => f.day(day)).join(', '))}`}
        <VisitsLate completeness={completeness} />
        {completeness.simulated ? ` ${t.complete.simulated}` : ''}
      </p>
      {missing.length === 0 ? null : (
        <details>
          <summary>
            {t.complete.missing} ({f.number(portalsExpected - portalsReceived)})
          </summary>
          <ul>
            {missing.map(({ siteId, name, reason }) => (
              <li key={siteId}>
                <Go to={at.portal(siteId)}>{name}</Go> · {t.complete.reason[reason]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** That visits, which are computed after the rest, are not all computed yet; nothing while they keep pace. */
export function VisitsLate({ completeness: { visitsLate } }: { completeness: Completeness }) {
  const { t, f } = useWords();
  if (visitsLate === undefined) return null;
  const { portals, through, country } = visitsLate;
  const late = t.complete.visitsLate(f.number(portals), through === null ? null : f.dateTime(through));
  return ` ${late}${country ? ` ${t.complete.countryLate}` : ''}`;
}
