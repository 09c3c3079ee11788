import type { Portal } from '@emc/contract';
import { useRef } from 'react';
import { useWords } from '../words.ts';
import { useNow } from './clock.ts';
import { useRecent } from './recent.ts';
import { ShapeMark, type Shape } from './state-mark.tsx';

/** "Is anything arriving from me, right now?" Asked again every three seconds; notices the first hit by itself. */
export function Arriving({ portal }: { portal: Portal }) {
  const { t, f } = useWords();
  const now_ms = useNow(5000);
  const { data: recent } = useRecent(portal, portal.state !== 'retired').asked;
  const waited = useRef(portal.lastHitAt === null);
  const newest = recent?.hits[0]?.at ?? portal.lastHitAt;
  const dropped = recent?.drops.reduce((sum, { count }) => sum + count, 0) ?? 0;

  let shape: Shape = 'hollow';
  let answer = t.portal.never;
  let more = t.portal.neverText;
  if (portal.state === 'retired') {
    shape = 'crossed';
    answer = t.portal.retired(f.day(portal.retiredOn));
    more = '';
  } else if (
    newest !== null &&
    (recent === undefined ? portal.state === 'receiving' : recent.accepted > 0 || portal.state === 'receiving')
  ) {
    shape = 'full';
    answer = t.portal.yes(f.ago(newest, now_ms));
    more = recent === undefined ? '' : t.portal.yesText(f.number(recent.accepted));
  } else if (newest !== null) {
    shape = 'broken';
    answer = t.portal.silent(f.dateTime(newest));
    more = t.portal.silentText;
  }
  return (
    <section className={`panel arriving arriving-${shape}`} aria-labelledby="arriving">
      <h2 id="arriving">{t.portal.arriving}</h2>
      <p className="arriving-answer">
        <ShapeMark shape={shape} />
        <span>{answer}</span>
      </p>
      <p>{more}</p>
      <p className="panel-links">
        <a href="#hits">{t.portal.hits}</a>
        {dropped === 0 ? null : <a href="#drops">{t.portal.dropsNow(f.number(dropped))}</a>}
        {portal.state === 'retired' ? null : <a href="#code">{t.portal.code}</a>}
      </p>
      <p className="unseen" role="status">
        {waited.current && newest !== null ? t.portal.first : ''}
      </p>
    </section>
  );
}
