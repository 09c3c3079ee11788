import type { BodyConnection, Campaign, ConnectionBoard, PortalList, System } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '../api/figures.ts';
import { campaignsQuery, systemsQuery } from '../api/office.ts';
import { portalsQuery } from '../api/queries.ts';
import { dayOf } from '../days.ts';
import { useNow } from '../parts/clock.ts';
import { DeadlineText } from '../parts/deadline.tsx';
import { Go } from '../parts/go.tsx';
import { brokenOf, startOfYesterday } from '../parts/office/broken.ts';
import { BrokenTable } from '../parts/office/broken-table.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { ConnectionMark } from '../parts/state-mark.tsx';

/** Deadlines so many days ahead are shown with those that have passed. */
const SOON_DAYS = 14;

/** The operator's morning: what broke, who is late, what waits for a decision. */
export function MorningPage() {
  return <Gate roles={['operator', 'committee']}>{() => <Morning />}</Gate>;
}

function Morning() {
  const { o, f } = useOfficeWords();
  const now_ms = useNow(60_000);
  const board = useQuery(boardQuery({}));
  const portals = useQuery(portalsQuery({ state: 'interrupted', limit: 1000 }));
  const foreign = useQuery(portalsQuery({ state: 'wrong-host', limit: 1 }));
  const systems = useQuery(systemsQuery({ state: 'interrupted' }));
  const campaigns = useQuery(campaignsQuery());
  return (
    <article className="page">
      <PageTitle title={o.morning.title} lead={o.morning.lead(f.day(dayOf(now_ms)))} />
      <section aria-labelledby="broke">
        <h2 id="broke">{o.morning.broke}</h2>
        <Loaded asked={board} lines={4} height_px={120}>
          {(known) => (
            <Loaded asked={portals} lines={4} height_px={120}>
              {(list) => (
                <Loaded asked={systems} lines={4} height_px={120}>
                  {({ items }) => (
                    <Broke
                      board={known}
                      portals={list}
                      systems={items}
                      foreign={foreign.data?.total ?? 0}
                      now_ms={now_ms}
                    />
                  )}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{o.morning.waiting}</h2>
        <Loaded asked={campaigns} lines={3} height_px={90}>
          {({ items }) => <Waiting campaigns={items} />}
        </Loaded>
      </section>
      <section aria-labelledby="late">
        <h2 id="late">{o.morning.late}</h2>
        <Loaded asked={board} lines={4} height_px={160}>
          {({ items }) => <Late bodies={items} />}
        </Loaded>
      </section>
    </article>
  );
}

interface BrokeProps {
  board: ConnectionBoard;
  portals: PortalList;
  systems: readonly System[];
  /** How many portals send from another host. */
  foreign: number;
  now_ms: number;
}

function Broke({ board, portals, systems, foreign, now_ms }: BrokeProps) {
  const { o, f, at, nameOf } = useOfficeWords();
  const from_ms = startOfYesterday(now_ms);
  const all = brokenOf(portals.items, systems, board.rule);
  const fresh = all.filter(({ since_ms }) => since_ms >= from_ms);
  const earlier = portals.total - fresh.filter(({ kind }) => kind === 'portal').length;
  const names = new Map(board.items.map((body) => [body.bodyCode, nameOf(body)]));
  const since = dayOf(from_ms);
  const fallen = board.items.filter(
    ({ state, changedOn }) => state !== 'connected' && changedOn !== null && changedOn >= since,
  );
  return (
    <>
      {fresh.length === 0 ? (
        <p className="none">{o.morning.brokeNone}</p>
      ) : (
        <>
          <p className="sentence">{o.morning.brokeText}</p>
          <BrokenTable broken={fresh} names={names} now_ms={now_ms} />
        </>
      )}
      {fallen.length === 0 ? null : (
        <>
          <h3>{o.morning.fallen}</h3>
          <BodyLines bodies={fallen} />
        </>
      )}
      <p className="panel-links">
        {earlier > 0 ? (
          <Go to={at.portals({ state: 'interrupted' })}>{o.morning.brokeEarlier(f.number(earlier))}</Go>
        ) : null}
        {foreign > 0 ? (
          <Go to={at.portals({ state: 'wrong-host' })}>{o.morning.wrongHosts(f.number(foreign))}</Go>
        ) : null}
      </p>
    </>
  );
}

function BodyLines({ bodies }: { bodies: readonly BodyConnection[] }) {
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

function Late({ bodies }: { bodies: readonly BodyConnection[] }) {
  const { o, f } = useOfficeWords();
  const due = bodies
    .flatMap((body) => (body.nextDeadline === null ? [] : [{ body, daysLeft: body.nextDeadline.daysLeft }]))
    .filter(({ daysLeft }) => daysLeft <= SOON_DAYS)
    .toSorted((a, b) => a.daysLeft - b.daysLeft || a.body.bodyCode.localeCompare(b.body.bodyCode));
  if (due.length === 0) return <p className="none">{o.morning.lateNone}</p>;
  const late = due.filter(({ daysLeft }) => daysLeft < 0).length;
  return (
    <>
      <p className="sentence">
        {late === 0 ? '' : `${o.morning.lateCount(f.number(late))}. `}
        {o.morning.lateText}
      </p>
      <BodyLines bodies={due.map(({ body }) => body)} />
    </>
  );
}

function Waiting({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { o, f, at } = useOfficeWords();
  const open = campaigns.filter(({ passed, counts }) => passed && counts.proposed > counts.decided);
  const ahead = campaigns.filter(({ passed }) => !passed);
  return (
    <>
      {open.length === 0 ? (
        <p className="none">{o.morning.waitingNone}</p>
      ) : (
        <>
          <p className="sentence">{o.morning.waitingText}</p>
          <ul className="office-lines">
            {open.map(({ id, name, counts }) => (
              <li key={id}>
                <Go to={at.campaign(id)}>{name}</Go>
                <strong>{o.morning.undecided(f.number(counts.proposed - counts.decided))}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="panel-links">
        {ahead.map(({ id, name, limit }) => (
          <Go key={id} to={at.campaign(id)}>
            {o.morning.ahead(name, f.day(limit))}
          </Go>
        ))}
        <Go to={at.campaigns()}>{o.campaigns.title}</Go>
      </p>
    </>
  );
}
