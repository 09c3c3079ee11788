import type { IncomingMessage } from 'node:http';
import { WorkTurns } from './address-turns.ts';
import { dropOf } from './hit-drops.ts';
import type { HitSteps } from './hit-steps.ts';
import { BulkContent, type Bulk, type BulkAnswer, type BulkItem } from './http/bulk.ts';
import { isDrop } from './http/reasons.ts';
import type { IntakeContext, Sender } from './intake/intake.ts';
import type { Waiter } from './spool/spool.ts';

/** What is the same for all items of a bulk request; they come into `context.spool`, not yet into the real one. */
export interface BulkSource {
  sender: Sender;
  now_ms: number;
  context: IntakeContext & { spool: BulkContent };
}

/** What others send is answered between two such parts of a bulk request. */
const PART_MS = 5;
/** An item of a bulk request waits for nothing by itself. */
const NO_WAITER: Waiter = { written: () => undefined, failed: () => undefined };

/** Takes the hits of a bulk request through the steps, in parts, and into the spool together. */
export class BulkHits {
  readonly #steps: HitSteps;
  readonly #turns = new WorkTurns();

  constructor(steps: HitSteps) {
    this.#steps = steps;
  }

  /** The one intake object serves others between two parts of a bulk request, so that what is the same for its items is kept beside. */
  sourceOf(request: IncomingMessage): BulkSource {
    const { sender, now_ms } = this.#steps.begin(request);
    return { sender: { ...sender }, now_ms, context: { ...this.#steps.context, spool: new BulkContent() } };
  }

  /** Begins with a bulk request, or goes on with it, when it is the turn of its address. */
  inTurn({ sender }: BulkSource, work: () => void): void {
    this.#turns.add(sender.address, work);
  }

  /** @param guard runs a part; what it throws is a fault of ours, and answered */
  take({ items }: Bulk, from: BulkSource, answer: BulkAnswer, guard: (part: () => void) => void): void {
    const { timer } = this.#steps;
    const next = (first: number): void => {
      const until_ms = timer() + PART_MS;
      let at = first;
      do {
        if (at === items.length) return this.#end(answer, from.context.spool);
        this.#item(items[at++], from, answer);
      } while (timer() < until_ms);
      this.inTurn(from, () => guard(() => next(at)));
    };
    next(0);
  }

  /** The intake object may have served others since the item before: everything in it is set. */
  #item(item: BulkItem, { sender, now_ms, context }: BulkSource, answer: BulkAnswer): void {
    const { intake } = this.#steps;
    intake.reset();
    Object.assign(intake.sender, sender);
    intake.now_ms = now_ms;
    intake.waiter = NO_WAITER;
    intake.query = typeof item === 'string' ? item : '';
    intake.queryStart = 0;
    intake.body = '';
    if (typeof item === 'object') for (const [name, value] of Object.entries(item)) intake.parameters.set(name, value);
    const reason = this.#steps.run(context);
    if (reason === undefined) {
      context.spool.siteIds.push(intake.hit.siteId);
      return answer.tracked();
    }
    context.spool.drops.push(dropOf(reason, intake, context));
    if (isDrop(reason)) answer.dropped(reason, intake.detail);
    else answer.refused(reason, intake.detail);
  }

  /** All of it or nothing: who is answered 503 sends all of it again, so nothing of it may be counted. */
  #end(answer: BulkAnswer, content: BulkContent): void {
    const { drops, context } = this.#steps;
    const refuse = (reason: 'spool-full' | 'not-recording'): void => {
      if (reason === 'spool-full') drops.countNotTaken(content.siteIds);
      else drops.countUnread(reason);
      answer.sendRefusal(reason);
    };
    const written = (): void => {
      for (const drop of content.drops) drops.add(drop);
      answer.send();
    };
    if (content.drops.some(({ reason }) => reason === 'not-recording')) return refuse('not-recording');
    if (content.rows.length === 0) return written();
    const waiter = { written, failed: () => refuse('spool-full') };
    if (!context.spool.appendTogether(content.rows, waiter)) refuse('spool-full');
  }
}
