import type { Live, Problem } from '@emc/contract';
import { expect, test } from 'vitest';
import { createLiveFeed, type Follower, type Schedule } from '../src/live-feed.ts';
import { liveWith } from './doubles.ts';

const PROBLEM: Problem = {
  type: '/docs/errors#store-unavailable',
  title: 'x',
  status: 503,
  detail: 'x',
  code: 'store-unavailable',
  instance: 'urn:uuid:x',
  errors: [],
  remedy: 'x',
};

/** Time passes when the test says so: timers wait in a list until then. */
function handClock() {
  const waiting = new Map<() => void, number>();
  const schedule: Schedule = (task, delay_ms) => {
    waiting.set(task, delay_ms);
    return () => waiting.delete(task);
  };
  /** Ends the wait of every timer with this delay, and lets what follows from it settle. */
  const pass = async (delay_ms: number) => {
    // A task may schedule itself again: that is for the next time.
    const due = [...waiting].filter(([, delay]) => delay === delay_ms);
    for (const [task] of due) {
      waiting.delete(task);
      task();
    }
    await settle();
  };
  return { schedule, pass, waiting };
}

let places = 0;
/** An address of its own. */
const aPlace = () => `203.0.113.${++places}`;

const settle = () => new Promise<void>((done) => setImmediate(done));

function setUp(first: Live | Error = liveWith(1)) {
  const clock = handClock();
  let state: Live | Error = first;
  let readings = 0;
  const feed = createLiveFeed({
    read: async () => {
      readings++;
      if (state instanceof Error) throw state;
      return state;
    },
    problem: () => PROBLEM,
    schedule: clock.schedule,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    interval_ms: 1000,
    keepAlive_ms: 15_000,
    places: { all: 5, each: 3 },
  });
  return {
    feed,
    clock,
    readings: () => readings,
    become: (next: Live | Error) => {
      state = next;
    },
  };
}

function follower(): Follower & { heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    event: (name, _id, data) => {
      heard.push(name === 'live' ? `live ${(JSON.parse(data) as Live).today.pageViews}` : name);
    },
    comment: () => void heard.push('comment'),
    sendAway: () => void heard.push('sent away'),
    end: () => void heard.push('end'),
  };
}

test('the first event comes at once, and further ones only when something changed', async () => {
  const { feed, clock, become } = setUp();
  const one = follower();
  feed.follow(aPlace(), one);
  await settle();
  expect(one.heard).toEqual(['live 1']);
  become(liveWith(1, '2026-11-22T08:00:01+07:00'));
  await clock.pass(1000);
  expect(one.heard).toEqual(['live 1']);
  become(liveWith(2));
  await clock.pass(1000);
  expect(one.heard).toEqual(['live 1', 'live 2']);
});

test('all followers share one reading, and who comes later hears the latest state at once', async () => {
  const { feed, clock, readings } = setUp();
  const [one, two, three] = [follower(), follower(), follower()];
  feed.follow(aPlace(), one);
  feed.follow(aPlace(), two);
  await settle();
  feed.follow(aPlace(), three);
  expect([one.heard, two.heard, three.heard]).toEqual([['live 1'], ['live 1'], ['live 1']]);
  expect(readings()).toBe(1);
  await clock.pass(1000);
  expect(readings()).toBe(2);
});

test('nothing is read when nobody follows, and no timer is left when the last one leaves', async () => {
  const { feed, clock, readings } = setUp();
  await settle();
  expect(readings()).toBe(0);
  const leave = feed.follow(aPlace(), follower());
  const leaveToo = feed.follow(aPlace(), follower());
  await settle();
  leave();
  leave();
  expect([feed.followers(), clock.waiting.size]).toEqual([1, 2]);
  leaveToo();
  expect([feed.followers(), clock.waiting.size]).toEqual([0, 0]);
  await clock.pass(1000);
  expect(readings()).toBe(1);
});

test('a reading under way when the last follower leaves tells nobody and starts nothing', async () => {
  const { feed, clock } = setUp();
  const gone = follower();
  feed.follow(aPlace(), gone)();
  const next = follower();
  feed.follow(aPlace(), next);
  await settle();
  expect(gone.heard).toEqual([]);
  expect(next.heard).toEqual(['live 1']);
  expect(clock.waiting.size).toBe(2);
});

test('a quiet country is told again before fifteen seconds are silent', async () => {
  const { feed, clock, readings } = setUp();
  const one = follower();
  feed.follow(aPlace(), one);
  await settle();
  await clock.pass(15_000);
  await clock.pass(15_000);
  expect(one.heard).toEqual(['live 1', 'live 1', 'live 1']);
  expect(readings()).toBe(1);
});

test('a reading that fails is told once, keeps the line open, and is over with the next state', async () => {
  const { feed, clock, become } = setUp();
  const one = follower();
  feed.follow(aPlace(), one);
  await settle();
  become(new Error('away'));
  await clock.pass(1000);
  await clock.pass(1000);
  await clock.pass(15_000);
  expect(one.heard).toEqual(['live 1', 'problem', 'comment']);
  const late = follower();
  feed.follow(aPlace(), late);
  expect(late.heard).toEqual(['problem']);
  become(liveWith(1));
  await clock.pass(1000);
  expect(one.heard).toEqual(['live 1', 'problem', 'comment', 'live 1']);
});

test('closing ends every follower and every timer, and a later follower is ended at once', async () => {
  const { feed, clock } = setUp();
  const [one, late] = [follower(), follower()];
  feed.follow(aPlace(), one);
  await settle();
  feed.close();
  feed.follow(aPlace(), late);
  expect([one.heard.at(-1), late.heard, feed.followers(), clock.waiting.size]).toEqual(['end', ['end'], 0, 0]);
});

test('who asks once while a reading is under way shares it', async () => {
  const { feed, readings } = setUp();
  await Promise.all([feed.once(), feed.once()]);
  expect(readings()).toBe(1);
  await feed.once();
  expect(readings()).toBe(2);
});

test('of one address as many follow as may; who comes beyond is given the state and sent away, and finds a place when one has left', async () => {
  const { feed, readings } = setUp();
  const office = Array.from({ length: 4 }, () => follower());
  const leave = office.map((one) => feed.follow('198.51.100.7', one));
  await settle();
  await settle();
  expect(office.map(({ heard }) => heard.join())).toEqual([...Array<string>(3).fill('live 1'), 'live 1,sent away']);
  expect([feed.followers(), readings()]).toEqual([3, 1]);
  leave[0]!();
  const later = follower();
  feed.follow('198.51.100.7', later);
  expect(later.heard).toEqual(['live 1']);
  feed.close();
});

test('when all places are taken, an address with fewer gets one of those who have most, and never more than they', async () => {
  const { feed } = setUp();
  const greedy = ['a', 'a', 'a', 'b', 'b'].map((address) => ({ address, ...follower() }));
  for (const one of greedy) feed.follow(one.address, one);
  await settle();
  const [late, later, last] = [follower(), follower(), follower()];
  feed.follow('c', late);
  expect(greedy.map(({ heard }) => heard.at(-1))).toEqual(['live 1', 'live 1', 'sent away', 'live 1', 'live 1']);
  expect([late.heard, feed.followers()]).toEqual([['live 1'], 5]);
  feed.follow('c', later);
  await settle();
  expect([later.heard, feed.followers()]).toEqual([['live 1', 'sent away'], 5]);
  feed.follow('d', last);
  expect([last.heard, feed.followers()]).toEqual([['live 1'], 5]);
  feed.close();
});

test('who asks while others follow is given what they know, and nothing is read for it', async () => {
  const { feed, readings, become, clock } = setUp();
  feed.follow(aPlace(), follower());
  await settle();
  for (let index = 0; index < 100; index++) expect((await feed.once()).today.pageViews).toBe(1);
  expect(readings()).toBe(1);
  become(new Error('away'));
  await clock.pass(1000);
  await expect(feed.once()).rejects.toThrow('away');
  feed.close();
});

test('a state is written down once, however many follow', async () => {
  let written = 0;
  const { feed } = setUp(Object.assign(liveWith(1), { toJSON: () => ({ written: ++written }) }));
  const listening = { event: () => {}, comment: () => {}, sendAway: () => {}, end: () => {} };
  for (let i = 0; i < 5; i++) feed.follow(aPlace(), { ...listening });
  await settle();
  // Once to tell whether it changed, once for the followers.
  expect(written).toBe(2);
  feed.close();
});
