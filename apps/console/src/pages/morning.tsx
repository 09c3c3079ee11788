import type { BodyConnection } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '../api/figures.ts';
import { campaignsQuery, healthQuery, refusedQuery, systemsQuery } from '../api/office.ts';
import { portalsQuery } from '../api/queries.ts';
import { dayOf } from '../days.ts';
import { useNow } from '../parts/clock.ts';
import { brokenSince, startOfYesterday } from '../parts/office/broken.ts';
import { BodyLines, Broke } from '../parts/office/broke.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { MorningAnswers } from '../parts/office/morning-answers.tsx';
import { OwnHealth, useWrong } from '../parts/office/own-health.tsx';
import { RefusedToday } from '../parts/office/refused-today.tsx';
import { undecidedOf, WaitingForDecision } from '../parts/office/waiting.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';

/** Deadlines so many days ahead are shown with those that have passed. */
const SOON_DAYS = 14;
const HOUR_MS = 3_600_000;

/** The operator's morning: what broke, what was refused, what waits for a decision, who is late. */
export function MorningPage() {
  return <Gate roles={['operator', 'committee']}>{() => <Morning />}</Gate>;
}

/** Everything that the morning asks, and what follows from it; undefined = not known yet. */
function useMorning() {
  const now_ms = useNow(60_000);
  const from_ms = startOfYesterday(now_ms);
  const health = useQuery(healthQuery());
  const board = useQuery(boardQuery({}));
  const portals = useQuery(portalsQuery({ state: 'interrupted', limit: 1000 }));
  const foreign = useQuery(portalsQuery({ state: 'wrong-host', limit: 1 }));
  const systems = useQuery(systemsQuery({ state: 'interrupted' }));
  const refused = useQuery(refusedQuery({ hours: Math.ceil((now_ms - from_ms) / HOUR_MS) }));
  const campaigns = useQuery(campaignsQuery());
  const broken =
    board.data === undefined || portals.data === undefined || systems.data === undefined
      ? undefined
      : brokenSince(from_ms, portals.data, systems.data.items, board.data.rule);
  // Whatever of the three failed is shown in place of what they tell together.
  const failed = [board, portals, systems].find(({ data, error }) => data === undefined && error !== null);
  const brokenAsked = { data: broken, error: failed?.error ?? null, refetch: () => failed?.refetch() };
  const due = dueOf(board.data?.items ?? []);
  return { now_ms, from_ms, health, board, foreign, refused, campaigns, brokenAsked, due };
}

/** Bodies with a deadline that has passed or is near, the latest first. */
function dueOf(bodies: readonly BodyConnection[]): BodyConnection[] {
  const left = ({ nextDeadline }: BodyConnection) => nextDeadline?.daysLeft ?? Infinity;
  return bodies
    .filter((body) => left(body) <= SOON_DAYS)
    .toSorted((a, b) => left(a) - left(b) || a.bodyCode.localeCompare(b.bodyCode));
}

const isLate = ({ nextDeadline }: BodyConnection) => nextDeadline !== null && nextDeadline.daysLeft < 0;

function Morning() {
  const { o, f, nameOf } = useOfficeWords();
  const { now_ms, from_ms, health, board, foreign, refused, campaigns, brokenAsked, due } = useMorning();
  const wrong = useWrong(health);
  const names = new Map((board.data?.items ?? []).map((body) => [body.bodyCode, nameOf(body)]));
  const since = dayOf(from_ms);
  const fallen = (board.data?.items ?? []).filter(
    ({ state, changedOn }) => state !== 'connected' && changedOn !== null && changedOn >= since,
  );
  const late = due.filter(isLate).length;
  return (
    <article className="page">
      <PageTitle title={o.morning.title} lead={o.morning.lead(f.day(dayOf(now_ms)))} />
      <MorningAnswers
        counts={{
          broke: brokenAsked.data?.fresh.length,
          refused: refused.data?.items.length,
          waiting: campaigns.data === undefined ? undefined : undecidedOf(campaigns.data.items),
          late: board.data === undefined ? undefined : late,
          health: health.data === undefined && health.error === null ? undefined : wrong.length,
        }}
      />
      <OwnHealth asked={health} />
      <section aria-labelledby="broke">
        <h2 id="broke">{o.morning.broke}</h2>
        <Loaded asked={brokenAsked} lines={4} height_px={120}>
          {({ fresh, earlier }) => (
            <Broke
              fresh={fresh}
              fallen={fallen}
              names={names}
              earlier={{ ...earlier, foreign: foreign.data?.total ?? 0 }}
              now_ms={now_ms}
            />
          )}
        </Loaded>
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{o.morning.waiting}</h2>
        <Loaded asked={campaigns} lines={3} height_px={90}>
          {({ items }) => <WaitingForDecision campaigns={items} />}
        </Loaded>
      </section>
      <section aria-labelledby="late">
        <h2 id="late">{o.morning.late}</h2>
        <Loaded asked={board} lines={4} height_px={160}>
          {() => <Due bodies={due} late={late} />}
        </Loaded>
      </section>
      <section aria-labelledby="refused">
        <h2 id="refused">{o.morning.refused}</h2>
        <Loaded asked={refused} lines={4} height_px={160}>
          {(list) => <RefusedToday list={list} names={names} />}
        </Loaded>
      </section>
    </article>
  );
}

function Due({ bodies, late }: { bodies: readonly BodyConnection[]; late: number }) {
  const { o, f } = useOfficeWords();
  if (bodies.length === 0) return <p className="none">{o.morning.lateNone}</p>;
  return (
    <>
      <p className="sentence">
        {late === 0 ? '' : `${o.morning.lateCount(f.number(late))}. `}
        {o.morning.lateText}
      </p>
      <BodyLines bodies={bodies} />
    </>
  );
}
