import { serverTime } from '../../api/server-clock.ts';
import type { SystemWithKey } from '@emc/contract';
import { useState } from 'react';
import { UTC_OFFSET_MS } from '../../days.ts';
import { CodeBlock } from '../code-block.tsx';
import { progressExample, synchronisationExample, trackingExample } from './feed-examples.ts';
import { useOfficeWords } from './words.ts';

const KEY_STANDS_HERE = 'KHOA';

/** What exactly to send, to be pasted and tried: filled in with what is known of the system. */
export function SystemGuide({ system }: { system: Omit<SystemWithKey, 'key'> & { key?: string | null } }) {
  const { o } = useOfficeWords();
  const [filling] = useState(() => ({
    origin: location.origin,
    key: system.key ?? KEY_STANDS_HERE,
    bodyCode: system.bodyCode,
    agencyCode: system.agencyCode,
    siteId: system.siteId,
    time: new Date(serverTime() + UTC_OFFSET_MS).toISOString().replaceAll(/\D/g, '').slice(0, 14),
  }));
  return (
    <section className="snippets" aria-labelledby="guide">
      <h2 id="guide">{o.systems.guide}</h2>
      {filling.key === KEY_STANDS_HERE ? <p>{o.systems.guideKey}</p> : null}
      <p>{o.systems.guidePersonal}</p>
      <CodeBlock name={o.systems.guideTracking} code={trackingExample(filling)} />
      <CodeBlock name={o.systems.guideSync} code={synchronisationExample(filling)} />
      <CodeBlock name={o.systems.guideProgress} code={progressExample(filling)} />
    </section>
  );
}
