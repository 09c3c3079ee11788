import type { BodyConnection, ConnectionBoard } from '@emc/contract';
import { useSimulated } from '../api/simulated.ts';
import { BodySquares } from '../charts/body-squares.tsx';
import type { ReportingPeriod } from '../reporting-period.ts';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';
import { GROUPS, groupOf } from './groups.ts';
import { Loaded } from './problem-note.tsx';
import { ShapeMark } from './state-mark.tsx';

const MOST_NAMES = 30;

interface ConnectedPanelProps {
  asked: { data: ConnectionBoard | undefined; error: Error | null; refetch: () => unknown };
  period: ReportingPeriod;
}

/** Are all connected? How many of how many, and who is not, by name, each leading to why. */
export function ConnectedPanel({ asked, period }: ConnectedPanelProps) {
  const { t, f, at } = useWords();
  const simulated = useSimulated();
  return (
    <section className="panel connection" aria-labelledby="connection">
      <h2 id="connection">{t.overview.isConnected}</h2>
      <Loaded asked={asked} lines={8} height_px={340}>
        {({ counts, items, asOf, trend }) => {
          const asOfFilter = period.kind === 'now' ? {} : { asOf };
          return (
            <div className="connected-columns">
              <div className="connected-count">
                <p className="headline-number">
                  <strong>{f.number(counts.connected)}</strong>
                  <span aria-hidden="true">/{f.number(counts.bodies)}</span>{' '}
                  <small>
                    {t.overview.fully(f.number(counts.connected), f.number(counts.bodies))}.{' '}
                    {t.overview.onDay(f.day(asOf))} <Earlier trend={trend} />
                  </small>
                </p>
                {GROUPS.map((group) => (
                  <GroupSquares
                    key={group}
                    name={t.figures.groups[group]}
                    members={items.filter(({ kind }) => groupOf(kind) === group)}
                  />
                ))}
                {simulated ? <p className="sentence">{t.overview.invented}</p> : null}
                <p className="panel-links">
                  <Go to={at.connection(asOfFilter)}>{t.overview.board}</Go>
                  <Go to={at.decisions(asOfFilter)}>{t.decisions.title}</Go>
                </p>
              </div>
              <NotConnected items={items.filter(({ state }) => state !== 'connected')} filters={asOfFilter} />
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

/** The same count at the beginning of what the board remembers: a count is never alone. */
function Earlier({ trend }: Pick<ConnectionBoard, 'trend'>) {
  const { t, f } = useWords();
  const first = trend.find(({ connected }) => connected !== null);
  return first === undefined ? null : <>{t.overview.earlier(f.day(first.day), f.number(first.connected))}</>;
}

function GroupSquares({ name, members }: { name: string; members: readonly BodyConnection[] }) {
  const { t, f } = useWords();
  const connected = members.filter(({ state }) => state === 'connected').length;
  return (
    <div className="square-group">
      <h3>
        {name} <small>{`${f.number(connected)}/${f.number(members.length)}`}</small>
      </h3>
      <BodySquares
        bodies={members}
        sentence={`${name}: ${t.overview.fully(f.number(connected), f.number(members.length))}`}
      />
    </div>
  );
}

function NotConnected({ items, filters }: { items: readonly BodyConnection[]; filters: { asOf?: string } }) {
  const { t, f, at, nameOf } = useWords();
  if (items.length === 0) return <p>{t.overview.allConnected}</p>;
  const shown = items.slice(0, MOST_NAMES);
  return (
    <div className="not-connected">
      <h3>{t.overview.whoIsNot(f.number(items.length))}</h3>
      <ul>
        {shown.map((body) => (
          <li key={body.bodyCode}>
            <ShapeMark shape={body.state === 'partly-connected' ? 'square-half' : 'square-hollow'} />
            <span className="unseen">{t.connection[body.state]}: </span>
            <Go to={at.bodyConnection(body.bodyCode, filters)}>{nameOf(body)}</Go>
          </li>
        ))}
      </ul>
      {items.length > shown.length ? (
        <p className="sentence">{t.overview.restOf(f.number(items.length - shown.length))}</p>
      ) : null}
    </div>
  );
}
