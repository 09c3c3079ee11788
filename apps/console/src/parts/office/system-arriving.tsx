import type { System } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { recentChangesQuery } from '../../api/office.ts';
import { useNow } from '../clock.ts';
import { ShapeMark, type Shape } from '../state-mark.tsx';
import { useOfficeWords } from './words.ts';

/** So many changes are told at most. */
const MOST = 100;

/** "Is anything arriving from this system, right now?" Asked again every three seconds. */
export function SystemArriving({ system }: { system: System }) {
  const { o, f } = useOfficeWords();
  const now_ms = useNow(5000);
  const { data: recent } = useQuery(recentChangesQuery(system.id, 30));
  const dropped = recent?.drops.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const newest = recent?.changes[0]?.at;
  let shape: Shape = 'hollow';
  let answer = o.arriving.never;
  let more = o.arriving.neverText;
  if (system.state === 'retired') {
    shape = 'crossed';
    answer = o.arriving.retired(f.day(system.retiredOn));
    more = '';
  } else if (newest !== undefined) {
    shape = 'full';
    answer = o.arriving.yes(f.ago(newest, now_ms));
    const many = recent?.changes.length ?? 0;
    more = many < MOST ? o.arriving.yesText(f.number(many)) : o.arriving.yesMany(f.number(MOST));
  } else if (system.lastChangeAt !== null) {
    shape = 'broken';
    answer = o.arriving.silent(f.dateTime(system.lastChangeAt));
    more = o.arriving.silentText;
  }
  return (
    <section className={`panel arriving arriving-${shape}`} aria-labelledby="arriving">
      <h2 id="arriving">{o.arriving.question}</h2>
      <p className="arriving-answer">
        <ShapeMark shape={shape} />
        <span>{answer}</span>
      </p>
      <p>{more}</p>
      <p className="panel-links">
        <a href="#changes">{o.arriving.changes}</a>
        {dropped === 0 ? null : <a href="#drops">{o.arriving.dropsNow(f.number(dropped))}</a>}
        {system.state === 'retired' ? null : <a href="#guide">{o.systems.guide}</a>}
      </p>
    </section>
  );
}
