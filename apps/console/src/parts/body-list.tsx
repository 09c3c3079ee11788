import type { BodyWithConnection } from '@emc/contract';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { useNow } from './clock.ts';
import { Go } from './go.tsx';
import { ConnectionMark } from './state-mark.tsx';

const MOST_DOTS = 12;

/** Sorts by the share of portals that are sending, highest first; without portals last. */
function byShare(a: BodyWithConnection, b: BodyWithConnection): number {
  const share = ({ connection }: BodyWithConnection) =>
    connection.portals === 0 ? -1 : connection.receiving / connection.portals;
  return share(b) - share(a) || b.connection.receiving - a.connection.receiving || a.code.localeCompare(b.code);
}

/** Bodies with their connection: one dot for each portal. */
export function BodyList({ bodies, asOf }: { bodies: readonly BodyWithConnection[]; asOf: string }) {
  const { t, f, at, nameOf } = useWords();
  const now_ms = useNow(30_000);
  const rows = [...bodies].sort(byShare);
  return (
    <ChartFrame
      level={2}
      title={t.bodies.list}
      sentence={t.bodies.listText}
      file={`emc-bodies-${asOf}`}
      columns={[
        { name: t.bodies.code },
        { name: t.bodies.name },
        { name: t.bodies.state },
        { name: t.frame.portals, numeric: true },
        { name: t.bodies.portals, numeric: true },
        { name: t.bodies.lastHit, show: (cell) => f.dateTime(typeof cell === 'string' ? cell : null) },
      ]}
      rows={rows.map((body) => [
        body.code,
        nameOf(body),
        t.connection[body.connection.state],
        body.connection.portals,
        body.connection.receiving,
        body.connection.lastHitAt,
      ])}
    >
      <ul className="body-rows">
        {rows.map((body) => (
          <li key={body.code}>
            <span className="body-code">{body.code}</span>
            <Go className="body-name" to={at.body(body.code)}>
              {nameOf(body)}
            </Go>
            <PortalDots portals={body.connection.portals} receiving={body.connection.receiving} />
            <ConnectionMark state={body.connection.state} />
            <span className="body-last">
              {body.connection.lastHitAt === null ? t.bodies.never : f.ago(body.connection.lastHitAt, now_ms)}
            </span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function PortalDots({ portals, receiving }: { portals: number; receiving: number }) {
  const { t, f } = useWords();
  const shown = Math.min(portals, MOST_DOTS);
  const filled = portals <= MOST_DOTS ? receiving : Math.round((receiving / portals) * MOST_DOTS);
  return (
    <span className="portal-dots">
      <svg viewBox={`0 0 ${shown * 8} 8`} width={shown * 8} height="8" aria-hidden="true">
        {Array.from({ length: shown }, (_, index) => (
          <circle
            key={index}
            className={index < filled ? 'dot-full' : 'dot-hollow'}
            cx={index * 8 + 4}
            cy="4"
            r="2.8"
          />
        ))}
      </svg>
      <span>{portals === 0 ? t.bodies.noPortal : t.bodies.portalsOf(f.number(receiving), f.number(portals))}</span>
    </span>
  );
}
