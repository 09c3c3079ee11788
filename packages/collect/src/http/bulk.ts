import type { ServerResponse } from 'node:http';
import type { DropReason } from '@emc/contract';
import type { DropCount } from '@emc/event-store';
import { parseJson } from './json.ts';
import type { FrameType } from '../spool/frames.ts';
import type { SpoolRows } from '../spool/group.ts';
import { sendCounted, sendJson, sendRefusal, type AnswerStyle } from './answers.ts';
import { reasonText } from './reasons.ts';

/** More than any importer sends at once. */
export const MOST_HITS_IN_BULK = 1000;
/** An item is what a GET carries in its address, and as long at most. */
const LONGEST_ITEM = 64 * 1024;
/** Names of an item; clients of the family have three dozen. */
const MOST_NAMES = 200;

/** An item's query string, or its names and values; undefined when it is neither. */
export type BulkItem = string | Record<string, string> | undefined;

export interface Bulk {
  /** Of {@link MOST_HITS_IN_BULK} at most. */
  items: BulkItem[];
  /** How many were sent. */
  count: number;
  wantsJson: boolean;
}

/** Bulk is known by what the body says, not by its Content-Type: browsers send it as a form. */
export function looksLikeBulk(body: string): boolean {
  return body.includes('"requests"') && body.trimStart().startsWith('{');
}

/** Undefined when the body is not what it looks like. */
export function readBulk(body: string): Bulk | undefined {
  const sent = parseJson(body);
  if (sent === undefined) return undefined;
  const { requests, send_image: sendImage } = sent as Record<string, unknown>;
  if (!Array.isArray(requests)) return undefined;
  const items = requests.slice(0, MOST_HITS_IN_BULK).map(readItem);
  return { items, count: requests.length, wantsJson: sendImage !== 0 && sendImage !== '0' };
}

function readItem(item: unknown): BulkItem {
  if (typeof item === 'string') {
    if (item.length > LONGEST_ITEM) return undefined;
    const mark = item.indexOf('?');
    return (mark === -1 ? item : item.slice(mark + 1)).replace(/#.*$/s, '');
  }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(item).slice(0, MOST_NAMES)) {
    const isText = typeof value === 'string' && value.length <= LONGEST_ITEM;
    if (isText || typeof value === 'number' || typeof value === 'boolean') values[name] = String(value);
  }
  return values;
}

/** What the items of a bulk request come to: the hits go into the spool together or not at all, and with them its drops are counted. */
export class BulkContent {
  readonly rows: SpoolRows[] = [];
  readonly siteIds: number[] = [];
  readonly drops: DropCount[] = [];

  /** Stands where single hits meet the spool. */
  append(type: FrameType, day: number, rows: Uint8Array, count: number): boolean {
    // The encoder's memory is used again for the next item.
    this.rows.push({ type, day, rows: Uint8Array.from(rows), count });
    return true;
  }
}

/** The answer to a bulk request. */
export class BulkAnswer {
  readonly #response: ServerResponse;
  readonly #style: AnswerStyle;
  readonly #wantsJson: boolean;
  #tracked = 0;
  #invalid = 0;
  #dropped = 0;
  /** How many items were not counted, by reason, in the order in which the reasons first came up. */
  readonly #reasons = new Map<DropReason, number>();
  /** Why the first of the items that are not counted is not; of a refused one before that of a dropped one. */
  #refusal = '';
  #drop = '';

  constructor(response: ServerResponse, style: AnswerStyle, wantsJson: boolean) {
    this.#response = response;
    this.#style = style;
    this.#wantsJson = wantsJson;
  }

  tracked(): void {
    this.#tracked++;
  }

  /** One item is not counted, but its sender did nothing wrong. */
  dropped(reason: DropReason, detail: string): void {
    this.#dropped++;
    this.#count(reason);
    this.#drop ||= reasonText(reason, detail);
  }

  refused(reason: DropReason, detail: string): void {
    this.#invalid++;
    this.#count(reason);
    this.#refusal ||= reasonText(reason, detail);
  }

  #count(reason: DropReason): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  /** Nothing of it is counted: the sender is to come again with all of it. */
  sendRefusal(reason: 'spool-full' | 'not-recording'): void {
    sendRefusal(this.#response, this.#style, reason);
  }

  /** All that counts is on disk. */
  send(): void {
    const reason = this.#headerText();
    if (!this.#wantsJson) return sendCounted(this.#response, this.#style, false, reason);
    sendJson(this.#response, this.#style, JSON.stringify(this.#summary()), reason);
  }

  /** The header's text names one reason, and how many items are concerned: all that a sender sees who wants no JSON. */
  #headerText(): string {
    const first = this.#refusal || this.#drop;
    return first && `${first} (${this.#invalid} refused, ${this.#dropped} dropped, ${this.#tracked} counted)`;
  }

  /**
   * `tracked` is what is counted and nothing else; `invalid` what its sender has to correct. Neither holds what is dropped (bots,
   * foreign hosts, who asks not to be tracked): clients of the family show `invalid` as errors. The further fields are there
   * only when there is something to say, so that otherwise the answer is Matomo's, byte for byte.
   */
  #summary(): object {
    const summary = { status: 'success', tracked: this.#tracked, invalid: this.#invalid };
    if (this.#reasons.size === 0) return summary;
    return { ...summary, dropped: this.#dropped, reasons: Object.fromEntries(this.#reasons) };
  }
}
