import type { Portal } from '@emc/contract';
import { useWords } from '../words.ts';
import { useRecent } from './recent.ts';
import { ShapeMark } from './state-mark.tsx';

/** Waits for the first hit of a new portal, and says so when it is there. */
export function FirstHit({ portal }: { portal: Pick<Portal, 'siteId' | 'bodyCode'> }) {
  const { t, f } = useWords();
  const { data: recent } = useRecent(portal).asked;
  const first = recent?.hits.at(-1);
  const dropped = recent?.drops.at(0);
  return (
    <div className={`first-hit ${first === undefined ? 'is-waiting' : 'is-there'}`} role="status">
      <p className="arriving-answer">
        <ShapeMark shape={first === undefined ? 'hollow' : 'full'} />
        <span>{first === undefined ? t.portal.waiting : t.portal.first}</span>
      </p>
      <p>
        {first === undefined
          ? t.portal.waitingText
          : [f.time(first.at), t.hitKind[first.kind] ?? first.kind, `${first.host ?? ''}${first.path ?? ''}`]
              .filter(Boolean)
              .join(' · ')}
      </p>
      {dropped === undefined ? null : (
        <DropHint reason={dropped.meaning} sample={`${dropped.sampleHost ?? ''}${dropped.samplePath ?? ''}`} />
      )}
    </div>
  );
}

function DropHint({ reason, sample }: { reason: { vi: string; en: string }; sample: string }) {
  const { t, lang } = useWords();
  return (
    <p>
      {t.portal.drops}: {reason[lang]} {sample === '' ? null : <code>{sample}</code>}
    </p>
  );
}
