import type { BodyConnection, BodyWithConnection } from '@emc/contract';
import { useWords } from '../words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Go } from './go.tsx';
import { ConnectionMark } from './state-mark.tsx';

interface BodyListProps {
  bodies: readonly BodyWithConnection[];
  /** By code; a body that is not in it has no state that is known. */
  connections: ReadonlyMap<string, BodyConnection>;
  asOf: string;
}

/** Bodies with their connection and the ways to their pages, in order of code. */
export function BodyList({ bodies, connections, asOf }: BodyListProps) {
  const { t, f, nameOf } = useWords();
  const rows = bodies.toSorted((a, b) => a.code.localeCompare(b.code));
  return (
    <ChartFrame
      level={2}
      title={t.board.directory}
      sentence={t.board.directoryText}
      file={`emc-bodies-${asOf}`}
      columns={[
        { name: t.bodies.code },
        { name: t.bodies.name },
        { name: t.bodies.kind },
        { name: t.bodies.state },
        { name: t.frame.portals, numeric: true },
        { name: t.bodies.portals, numeric: true },
        { name: t.bodies.lastHit, show: (cell) => f.dateTime(typeof cell === 'string' ? cell : null) },
      ]}
      rows={rows.map((body) => {
        const connection = connections.get(body.code);
        return [
          body.code,
          nameOf(body),
          t.bodyKind[body.kind],
          connection === undefined ? null : t.connection[connection.state],
          connection?.portals.expected ?? null,
          connection?.portals.receiving ?? null,
          body.connection.lastHitAt,
        ];
      })}
    >
      <ul className="body-rows">
        {rows.map((body) => (
          <BodyRow key={body.code} body={body} connection={connections.get(body.code)} />
        ))}
      </ul>
    </ChartFrame>
  );
}

function BodyRow({ body, connection }: { body: BodyWithConnection; connection: BodyConnection | undefined }) {
  const { t, at, nameOf } = useWords();
  const name = nameOf(body);
  return (
    <li>
      <span className="body-code">{body.code}</span>
      <Go className="body-name" to={at.body(body.code)}>
        {name}
      </Go>
      <span className="body-state">{connection === undefined ? '–' : <ConnectionMark state={connection.state} />}</span>
      <span className="body-links">
        <Go to={at.reportCard(body.code)} aria-label={`${t.card.title}: ${name}`}>
          {t.card.title}
        </Go>
        <Go to={at.bodyDossiers(body.code)} aria-label={`${t.dossiers.short}: ${name}`}>
          {t.dossiers.short}
        </Go>
        <Go to={at.bodyConnection(body.code)} aria-label={`${t.frame.connection}: ${name}`}>
          {t.frame.connection}
        </Go>
      </span>
    </li>
  );
}
