import type { Live, Problem, Log } from '@emc/contract';

/** Runs `task` once after a time; the result takes it back. Passed in, so that tests decide when time passes. */
export type Schedule = (task: () => void, delay_ms: number) => () => void;

/** Somebody who follows the feed. */
export interface Follower {
  event(name: 'live' | 'problem', id: string, data: string): void;
  comment(): void;
  /** The program is stopping. */
  end(): void;
}

export interface LiveFeed {
  /** The state now; who asks while it is being read shares that reading. */
  once(): Promise<Live>;
  /** Follows until the result is called. The first event comes at once. Look at `full()` before. */
  follow(follower: Follower): () => void;
  followers(): number;
  /** As many follow as may: who comes now is to be refused. */
  full(): boolean;
  /** Ends every follower; the feed cannot be used again. */
  close(): void;
}

export interface LiveFeedOptions {
  read(): Promise<Live>;
  /** What a follower is told when reading fails. */
  problem(error: unknown): Problem;
  schedule: Schedule;
  log: Log;
  /** How many may follow. */
  mostFollowers: number;
  /** From the end of one reading to the next. */
  interval_ms: number;
  /** Nothing is silent for longer than this. */
  keepAlive_ms: number;
}

/** What of the state counts as a change: the times alone do not. */
function gist(live: Live): string {
  return JSON.stringify({ ...live, asOf: '', loadedThrough: '' });
}

const nothing = (): void => {};

/**
 * One reading for all followers, and none when nobody follows. Each event is the whole state, so that a follower who
 * missed some has missed nothing.
 */
export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const followers = new Set<Follower>();
  /** The state as followers are told it: written once, not once for each. */
  let latest: { id: string; data: string } | undefined;
  let told = '';
  /** The problem as followers were told it; empty while reading works. */
  let failure = '';
  let closed = false;
  let reading: Promise<Live> | undefined;
  /** Of the next poll and of the next sign of life; a stop can come before the first poll has ended. */
  let cancel: [() => void, () => void] = [nothing, nothing];
  /** Rises when the last follower leaves, so that a reading under way then tells nobody and starts nothing. */
  let era = 0;

  function once(): Promise<Live> {
    reading ??= options.read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  function tellState(follower: Follower, { id, data }: { id: string; data: string }): void {
    follower.event('live', id, data);
  }

  function hear(live: Live): void {
    if (failure !== '') options.log.info({}, 'the live figures can be read again');
    const now = gist(live);
    const changed = failure !== '' || now !== told;
    const state = { id: live.asOf, data: JSON.stringify(live) };
    [latest, told, failure] = [state, now, ''];
    if (changed) for (const follower of followers) tellState(follower, state);
  }

  function fail(error: unknown): void {
    if (failure !== '') return;
    failure = JSON.stringify(options.problem(error));
    options.log.warn({ err: error }, 'the live figures cannot be read');
    for (const follower of followers) follower.event('problem', '', failure);
  }

  function poll(of: number): void {
    const settle = (then: () => void) => {
      if (of !== era) return;
      then();
      cancel[0] = options.schedule(() => poll(of), options.interval_ms);
    };
    once().then(
      (live) => settle(() => hear(live)),
      (error: unknown) => settle(() => fail(error)),
    );
  }

  /** Quiet followers hear the state again rather than a comment: scripts never see comments, and want to know that we live. */
  function keepAlive(): void {
    for (const follower of followers) {
      if (latest === undefined || failure !== '') follower.comment();
      else tellState(follower, latest);
    }
    cancel[1] = options.schedule(keepAlive, options.keepAlive_ms);
  }

  function start(): void {
    const of = ++era;
    cancel[1] = options.schedule(keepAlive, options.keepAlive_ms);
    poll(of);
  }

  function stop(): void {
    era++;
    for (const one of cancel) one();
    cancel = [nothing, nothing];
    [latest, told, failure] = [undefined, '', ''];
  }

  return {
    once,
    followers: () => followers.size,
    full: () => followers.size >= options.mostFollowers,
    follow(follower) {
      if (closed) {
        follower.end();
        return () => {};
      }
      followers.add(follower);
      if (followers.size === 1) start();
      else if (failure !== '') follower.event('problem', '', failure);
      else if (latest !== undefined) tellState(follower, latest);
      return () => {
        if (followers.delete(follower) && followers.size === 0) stop();
      };
    },
    close() {
      closed = true;
      const left = [...followers];
      followers.clear();
      stop();
      for (const follower of left) follower.end();
    },
  };
}
