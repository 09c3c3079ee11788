import { doneFor, type Live, type Log, type Problem, PROGRAM } from '@emc/contract';
import { LivePlaces, type PlaceLimits } from './live-places.ts';

/** Runs `task` once after a time; the result takes it back. Passed in, so that tests decide when time passes. */
export type Schedule = (task: () => void, delay_ms: number) => () => void;

/** Somebody who follows the feed. */
export interface Follower {
  event(name: 'live' | 'problem', id: string, data: string): void;
  comment(): void;
  /** There is no place for it: it is to ask from time to time. Nothing comes afterwards. */
  sendAway(): void;
  /** The program is stopping. */
  end(): void;
}

export interface LiveFeed {
  /** The state now: as those who follow know it, else read; who asks while it is being read shares that reading. */
  once(): Promise<Live>;
  /**
   * Follows until the result is called. The first event comes at once. One who finds no place, or gives it up to an address that
   * has fewer, is given the state and sent away.
   * @param subscriber whose it is; see {@link LivePlaces}
   */
  follow(subscriber: string, follower: Follower): () => void;
  followers(): number;
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
  places: PlaceLimits;
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
  return new Feed(options);
}

class Feed implements LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #followers = new Set<Follower>();
  readonly #places: LivePlaces<Follower>;
  readonly #news: News;
  #closed = false;
  #reading: Promise<Live> | undefined;
  /** Of the next poll and of the next sign of life; a stop can come before the first poll has ended. */
  #cancel: [() => void, () => void] = [nothing, nothing];
  /** Rises when the last follower leaves, so that a reading under way then tells nobody and starts nothing. */
  #era = 0;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#news = new News(options);
    this.#places = new LivePlaces(options.places);
  }

  once(): Promise<Live> {
    const known = this.#followers.size > 0 ? this.#news.known() : undefined;
    return known === undefined ? this.#read() : Promise.resolve(known);
  }

  #read(): Promise<Live> {
    // Not for the one who happens to ask first: it is read for all.
    this.#reading ??= doneFor(PROGRAM, () => this.#options.read()).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  followers(): number {
    return this.#followers.size;
  }

  follow(subscriber: string, follower: Follower): () => void {
    if (this.#closed) {
      follower.end();
      return nothing;
    }
    const { taken, leaving } = this.#places.take(subscriber, follower);
    if (leaving !== undefined) {
      this.#followers.delete(leaving);
      leaving.sendAway();
    }
    if (!taken) {
      void this.#tellOnce(follower).finally(() => follower.sendAway());
      return nothing;
    }
    this.#followers.add(follower);
    if (this.#followers.size === 1) this.#start();
    else this.#news.catchUp(follower);
    return () => {
      this.#places.leave(subscriber, follower);
      if (this.#followers.delete(follower) && this.#followers.size === 0) this.#stop();
    };
  }

  async #tellOnce(follower: Follower): Promise<void> {
    try {
      const live = await this.once();
      follower.event('live', live.asOf, JSON.stringify(live));
    } catch (error) {
      follower.event('problem', '', JSON.stringify(this.#options.problem(error)));
    }
  }

  close(): void {
    this.#closed = true;
    const left = [...this.#followers];
    this.#followers.clear();
    this.#stop();
    for (const follower of left) follower.end();
  }

  #start(): void {
    this.#cancel[1] = this.#options.schedule(() => this.#keepAlive(), this.#options.keepAlive_ms);
    this.#poll(++this.#era);
  }

  #stop(): void {
    this.#era++;
    for (const cancel of this.#cancel) cancel();
    this.#cancel = [nothing, nothing];
    this.#news.forget();
  }

  #poll(era: number): void {
    const settle = (tell: () => void): void => {
      if (era !== this.#era) return;
      tell();
      this.#cancel[0] = this.#options.schedule(() => this.#poll(era), this.#options.interval_ms);
    };
    this.#read().then(
      (live) => settle(() => this.#news.hear(live, this.#followers)),
      (error: unknown) => settle(() => this.#news.fail(error, this.#followers)),
    );
  }

  #keepAlive(): void {
    for (const follower of this.#followers) this.#news.repeat(follower);
    this.#cancel[1] = this.#options.schedule(() => this.#keepAlive(), this.#options.keepAlive_ms);
  }
}

/** What followers are told: the last state, or that it cannot be read. Written once, not once for each. */
class News {
  readonly #options: Pick<LiveFeedOptions, 'problem' | 'log'>;
  #latest: { id: string; data: string; live: Live } | undefined;
  #gist = '';
  /** The problem as followers were told it; empty while reading works. */
  #failure = '';

  constructor(options: Pick<LiveFeedOptions, 'problem' | 'log'>) {
    this.#options = options;
  }

  /** The state as it was sent last; undefined while it cannot be read. */
  known(): Live | undefined {
    return this.#failure === '' ? this.#latest?.live : undefined;
  }

  /** Tells the state when it has changed. */
  hear(live: Live, followers: Iterable<Follower>): void {
    if (this.#failure !== '') this.#options.log.info({}, 'the live figures can be read again');
    const now = gist(live);
    const isNew = this.#failure !== '' || now !== this.#gist;
    this.#latest = { id: live.asOf, data: JSON.stringify(live), live };
    [this.#gist, this.#failure] = [now, ''];
    if (isNew) for (const follower of followers) this.catchUp(follower);
  }

  /** Tells the first of several failures. */
  fail(error: unknown, followers: Iterable<Follower>): void {
    if (this.#failure !== '') return;
    this.#failure = JSON.stringify(this.#options.problem(error));
    this.#options.log.warn({ err: error }, 'the live figures cannot be read');
    for (const follower of followers) this.catchUp(follower);
  }

  /** Tells one follower how things stand, as soon as that is known. */
  catchUp(follower: Follower): void {
    if (this.#failure !== '') follower.event('problem', '', this.#failure);
    else if (this.#latest !== undefined) follower.event('live', this.#latest.id, this.#latest.data);
  }

  /** Quiet followers hear the state again rather than a comment: scripts never see comments, and want to know that we live. */
  repeat(follower: Follower): void {
    if (this.#latest === undefined || this.#failure !== '') follower.comment();
    else this.catchUp(follower);
  }

  forget(): void {
    [this.#latest, this.#gist, this.#failure] = [undefined, '', ''];
  }
}
