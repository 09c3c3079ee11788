import type { BodyConnection } from '@emc/contract';
import { DeadlineText } from '../deadline.tsx';
import { Go } from '../go.tsx';
import { ConnectionMark } from '../state-mark.tsx';
import type { Broken } from './broken.ts';
import { BrokenTable } from './broken-table.tsx';
import { useOfficeWords } from './words.ts';

/** So many lines at first; the rest is a click away. */
const SHOWN = 20;

interface BrokeProps {
  fresh: readonly Broken[];
  /** Bodies that are not fully connected any more. */
  fallen: readonly BodyConnection[];
  names: ReadonlyMap<string, string>;
  /** How many were interrupted before, and how many portals send from another host. */
  earlier: { portals: number; systems: number; foreign: number };
  now_ms: number;
}

/** What sent before and does not any more: new ones one by one, older ones by number. */
export function Broke({ fresh, fallen, names, earlier, now_ms }: BrokeProps) {
  const { o, f, at } = useOfficeWords();
  const m = o.morning;
  const links = [
    { count: earlier.portals, to: at.portals({ state: 'interrupted' }), text: m.earlierPortals },
    { count: earlier.systems, to: at.allSystems({ state: 'interrupted' }), text: m.earlierSystems },
    { count: earlier.foreign, to: at.portals({ state: 'wrong-host' }), text: m.wrongHosts },
  ];
  return (
    <>
      {fresh.length === 0 ? (
        <p className="none">{m.brokeNone}</p>
      ) : (
        <>
          <p className="sentence">{m.brokeText}</p>
          <BrokenTable broken={fresh.slice(0, SHOWN)} names={names} now_ms={now_ms} />
          {fresh.length <= SHOWN ? null : <p className="sentence">{m.brokeMore(f.number(fresh.length - SHOWN))}</p>}
        </>
      )}
      {fallen.length === 0 ? null : (
        <>
          <h3>{m.fallen}</h3>
          <BodyLines bodies={fallen} />
        </>
      )}
      <p className="panel-links">
        {links.map(({ count, to, text }) =>
          count === 0 ? null : (
            <Go key={to} to={to}>
              {text(f.number(count))}
            </Go>
          ),
        )}
      </p>
    </>
  );
}

/** Bodies with their state and when they are due; beyond a screenful the rest unfolds. */
export function BodyLines({ bodies }: { bodies: readonly BodyConnection[] }) {
  const { o, f } = useOfficeWords();
  const rest = bodies.slice(SHOWN);
  return (
    <>
      <Lines bodies={bodies.slice(0, SHOWN)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{o.morning.restOf(f.number(rest.length))}</summary>
          <Lines bodies={rest} />
        </details>
      )}
    </>
  );
}

function Lines({ bodies }: { bodies: readonly BodyConnection[] }) {
  const { at, nameOf } = useOfficeWords();
  return (
    <ul className="office-lines in-columns">
      {bodies.map((body) => (
        <li key={body.bodyCode}>
          <Go to={at.bodyConnection(body.bodyCode)}>{nameOf(body)}</Go>
          <ConnectionMark state={body.state} />
          {body.nextDeadline === null ? null : <DeadlineText deadline={body.nextDeadline} />}
        </li>
      ))}
    </ul>
  );
}
