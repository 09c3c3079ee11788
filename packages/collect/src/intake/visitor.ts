import { hash } from 'node:crypto';

/**
 * The number that tells a visitor apart from others for one day: the first 64 bits of SHA-256 over the day's salt and
 * either the visitor id sent or address and user agent. Without the salt, which is destroyed when the day is over, it
 * says nothing about anybody.
 */
export function visitorOf(salt: string, visitorId: string, address: string, userAgent: string): bigint {
  const known = visitorId === '' ? `${salt}\naddress\n${address}\n${userAgent}` : `${salt}\nid\n${visitorId}`;
  return BigInt(`0x${hash('sha256', known, 'hex').slice(0, 16)}`);
}

const VISITOR_ID = /^[0-9a-f]{16}$/i;

/** Whether `_id` or `cid` has the form of the tracking contract: 16 hexadecimal digits. */
export function isVisitorId(text: string): boolean {
  return VISITOR_ID.test(text);
}
