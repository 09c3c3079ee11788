import type { ServerResponse } from 'node:http';
import type { DossierDropReason } from '@emc/contract';
import type { Waiter } from '../spool/spool.ts';
import type { Fault } from './fields.ts';
import { DOSSIER_ANSWERS } from './reasons.ts';

const RETRY_AFTER_S = '5';
/** Faults that are told one by one. */
export const MOST_FAULTS = 20;
const NOSNIFF = ['X-Content-Type-Options', 'nosniff'];
const FAILED = { vi: 'Lỗi trong hệ thống; gửi lại sau.', en: 'The collector failed; send it again later.' };

/** How one of the feeds is answered. */
export interface AnswerForm {
  accepted(response: ServerResponse, count: number): void;
  /** @param inAll of which `faults` may be the first; as many as they are when left out */
  refused(response: ServerResponse, reason: DossierDropReason, faults: readonly Fault[], inAll?: number): void;
  /** A fault of ours. */
  failed(response: ServerResponse): void;
}

/** TrackingMCDT: 204, or a status with the reason in a header and in two lines of text. */
export const TRACKING_ANSWERS: AnswerForm = {
  accepted: (response) => {
    response.writeHead(204, NOSNIFF);
    response.end();
  },
  refused: (response, reason, faults) => {
    const { status, vi, en } = DOSSIER_ANSWERS[reason];
    const [fault] = faults;
    const inVi = fault === undefined ? vi : `${placeVi(fault)} ${fault.vi}. ${vi}`;
    const inEn = fault === undefined ? en : `${placeEn(fault)} ${fault.en}. ${en}`;
    const head = ['X-EMC-Reason', `${reason}; ${ascii(inEn)}`, ...retryAfter(status)];
    sendText(response, status, 'text/plain', `${inVi}\n${inEn}\n`, head);
  },
  failed: (response) => sendText(response, 500, 'text/plain', `${FAILED.vi}\n${FAILED.en}\n`),
};

/**
 * The national synchronisation format: `{error_code, message}`, status 200 for everything that the sender can mend itself;
 * `errors` names the records, from 1.
 */
export const SYNCHRONISATION_ANSWERS: AnswerForm = {
  accepted: (response, count) =>
    // "thành công" is what a widespread sender looks for: without it, it sends the same envelope again for ever.
    sendJson(response, 200, { error_code: '0', message: `Tiếp nhận thành công ${count} hồ sơ.`, errors: [] }),
  refused: (response, reason, faults, inAll = faults.length) => {
    const { status, errorCode, vi } = DOSSIER_ANSWERS[reason];
    const told = faults.slice(0, MOST_FAULTS);
    const more = inAll > told.length ? ` Còn ${inAll - told.length} lỗi khác.` : '';
    const where = told.map((fault) => ` ${placeVi(fault)} ${fault.vi}.`).join('');
    const nothing = faults.some(({ record }) => record > 0) ? ' Chưa hồ sơ nào trong gói được ghi nhận.' : '';
    const errors = told.map(({ record, field, en }) => ({ record, field, what: en }));
    const answered = status === 413 || status === 503 ? status : 200;
    const json = { error_code: errorCode, message: `${vi}${where}${more}${nothing}`, reason, errors };
    sendJson(response, answered, json, ['X-EMC-Reason', reason, ...retryAfter(status)]);
  },
  failed: (response) => sendJson(response, 500, { error_code: '500', message: FAILED.vi, errors: [] }),
};

function placeVi({ record, field }: Fault): string {
  const where = [record === 0 ? '' : `hồ sơ thứ ${record}`, field === '' ? '' : `trường ${field}`].filter(Boolean);
  const text = where.join(', ') || 'nội dung';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function placeEn({ record, field }: Fault): string {
  return [record === 0 ? '' : `Record ${record}`, field].filter(Boolean).join(', ') || 'The body';
}

/** Headers are ASCII. */
function ascii(text: string): string {
  return text.replaceAll('…', '...').replace(/[^ -~]/g, '?');
}

function retryAfter(status: number): string[] {
  return status === 503 ? ['Retry-After', RETRY_AFTER_S] : [];
}

export function sendJson(response: ServerResponse, status: number, json: object, head: readonly string[] = []): void {
  sendText(response, status, 'application/json', JSON.stringify(json), head);
}

export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  /** Names and values in turns: what comes so is written as it is. */
  head: readonly string[] = [],
): void {
  if (response.headersSent) return;
  const own = ['Content-Type', `${type}; charset=utf-8`, 'Content-Length', String(Buffer.byteLength(text))];
  response.writeHead(status, [...own, ...NOSNIFF, 'Cache-Control', 'no-store', ...head]);
  response.end(text);
}

/** A request that waits for the disk. */
export class PendingDossiers implements Waiter {
  readonly #response: ServerResponse;
  readonly #form: AnswerForm;
  /** Records of the request. */
  count = 0;

  constructor(response: ServerResponse, form: AnswerForm) {
    this.#response = response;
    this.#form = form;
  }

  written(): void {
    this.#form.accepted(this.#response, this.count);
  }

  failed(): void {
    this.#form.refused(this.#response, 'spool-full', []);
  }
}
