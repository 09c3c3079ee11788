import type { Clock, DropReason } from '@emc/contract';
import type { DropCount } from '@emc/event-store';
import { DropCounter, minuteOf } from './drop-counter.ts';
import { pageOf, urlOf, type Intake, type IntakeContext } from './intake/intake.ts';
import { keptHostOf } from './intake/site-hosts.ts';
import { FRAME_TYPES } from './spool/frames.ts';
import type { Spool } from './spool/spool.ts';

const SAMPLE_PATH_LIMIT = 200;
const NO_SAMPLE = { sampleHost: '', samplePath: '' };

/** Counts hits that were refused or dropped, by site (0 where it is not a registered one), each with the page of one of them. */
export class HitDrops {
  readonly #counter: DropCounter<DropCount>;
  readonly #clock: Clock;

  constructor(spool: Spool, clock: Clock) {
    this.#clock = clock;
    this.#counter = new DropCounter(spool, {
      type: FRAME_TYPES.drops,
      subjectOf: (drop) => drop.siteId,
      withoutSubject: (drop) => ({ ...drop, siteId: 0, ...NO_SAMPLE }),
    });
  }

  start(): void {
    this.#counter.start();
  }

  stop(): Promise<void> {
    return this.#counter.stop();
  }

  count(reason: DropReason, intake: Intake, context: IntakeContext): void {
    const known = this.#counter.find(minuteOf(intake.now_ms), intake.hit.siteId, reason);
    if (known !== undefined) known.count++;
    else this.add(dropOf(reason, intake, context));
  }

  add(drop: DropCount): void {
    this.#counter.add(drop);
  }

  /** Counts hits that the spool did not take, by site. */
  countNotTaken(siteIds: readonly number[]): void {
    const minute_ms = minuteOf(this.#clock());
    for (const siteId of siteIds) this.add({ siteId, minute_ms, reason: 'spool-full', count: 1, ...NO_SAMPLE });
  }

  /** Counts a request of which nothing was read. */
  countUnread(reason: DropReason): void {
    this.#counter.add({ siteId: 0, minute_ms: minuteOf(this.#clock()), reason, count: 1, ...NO_SAMPLE });
  }
}

/** One hit that is not counted. */
export function dropOf(reason: DropReason, intake: Intake, context: IntakeContext): DropCount {
  const { siteId } = intake.hit;
  return { siteId, minute_ms: minuteOf(intake.now_ms), reason, count: 1, ...sampleOf(reason, intake, context) };
}

/**
 * The page of a hit that is not counted, stripped like a counted one's; of somebody who does not want to be followed,
 * nothing, and of a site that nobody knows only the host, since anybody can send such hits.
 */
function sampleOf(
  reason: DropReason,
  intake: Intake,
  context: IntakeContext,
): { sampleHost: string; samplePath: string } {
  if (reason === 'do-not-track') return NO_SAMPLE;
  const url = urlOf(intake) || encodeURIComponent(intake.sender.referer);
  if (url === '') return NO_SAMPLE;
  const page = pageOf(url, context.known);
  const path = reason === 'unknown-site' ? '' : page.path.slice(0, SAMPLE_PATH_LIMIT).toWellFormed();
  return { sampleHost: keptHostOf(intake.site, page.host, context), samplePath: path };
}
