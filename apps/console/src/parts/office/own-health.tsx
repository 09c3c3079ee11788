import type { Health } from '@emc/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { ShapeMark } from '../state-mark.tsx';
import { useOfficeWords } from './words.ts';

const LAG_MS = 60_000;

/** What is wrong with EMC itself, and what to do; nothing when it is well. */
export function OwnHealth({ asked }: { asked: UseQueryResult<Health> }) {
  const { o } = useOfficeWords();
  const h = o.health;
  const wrong = useWrong(asked);
  if (wrong.length === 0) return null;
  return (
    <section aria-labelledby="health">
      <h2 id="health">{h.title}</h2>
      <ul className="health-wrong">
        {wrong.map((words) => (
          <li key={words} className="state state-broken">
            <ShapeMark shape="broken" />
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <p className="panel-links">
        <a href="/api/v1/health">{h.more}</a>
      </p>
    </section>
  );
}

/** What is wrong, in words; nothing while it is not known. */
export function useWrong({ data, error }: UseQueryResult<Health>): string[] {
  const { o, f } = useOfficeWords();
  const h = o.health;
  // What was answered before it fell silent says nothing any more.
  if (error !== null) return [h.away];
  if (data === undefined) return [];
  const { stores, readers, loader, spool, processes = [], damage = [], unanswered } = data;
  const { hits = 0, dossiers = 0 } = loader.rowsSetAside ?? {};
  const found: [boolean, string][] = [
    [!stores.events.ok, h.events],
    [!stores.control.ok, h.control],
    [readers?.ok === false, h.readers],
    [unanswered !== undefined, h.unanswered(unanswered?.questions.join(', ') ?? '')],
    [!spool.accepting, h.refusing],
    [spool.failing, h.spoolFailing],
    [spool.usedBytes > spool.limitBytes * 0.8, h.spoolFull(f.percent(spool.usedBytes / spool.limitBytes))],
    [loader.failing, h.loaderFailing],
    [loader.oldestUnloadedMs > LAG_MS, h.lag(f.number(Math.round(loader.oldestUnloadedMs / 60_000)))],
    [loader.setAside > 0, h.setAside(f.number(loader.setAside))],
    ...damage.map(({ table, from, to, missingRows, accepted }): [boolean, string] => {
      const days = from === to ? f.day(from) : `${f.day(from)} – ${f.day(to)}`;
      const words = missingRows === null ? h.damagedDay(table, days) : h.missingDay(table, days, f.number(missingRows));
      return [true, accepted ? h.damageAccepted(words) : words];
    }),
    [hits + dossiers > 0, h.rowsSetAside(f.number(hits), f.number(dossiers))],
    ...processes.map(({ name, state, seenAt }): [boolean, string] => [
      state !== 'running',
      state === 'stopped' ? h.stopped(name) : h.missing(name, f.dateTime(seenAt)),
    ]),
  ];
  return found.filter(([is]) => is).map(([, words]) => words);
}
