import type { ServerResponse } from 'node:http';
import type { DossierDropReason } from '@emc/contract';
import { sendJson, SYNCHRONISATION_ANSWERS } from './answers.ts';
import { textOf } from './envelope.ts';
import { allowList, isRecord, pick } from './fields.ts';
import { systemOfKey, type CollectedSystems } from './intake.ts';
import { parseJson } from '../http/json.ts';

/** `username` says nothing that the key does not say. */
const LOGIN_FIELDS = allowList(['password', 'secret']);

/**
 * Systems of the field ask for a session before they send an envelope: `{username, password}`, the password being the key
 * of the system. The key is the session too: nothing is kept, so it is good at every collector until the key is replaced.
 * @returns why it is refused
 */
export function openSession(
  body: string,
  systems: CollectedSystems,
  response: ServerResponse,
): DossierDropReason | undefined {
  const sent = parseJson(body);
  const fields = isRecord(sent) ? pick(sent, LOGIN_FIELDS) : new Map<string, unknown>();
  const key = textOf(fields.get('password')) || textOf(fields.get('secret'));
  const system = key === '' ? undefined : systemOfKey(systems, key);
  if (system === undefined || system.retired) {
    const reason = key === '' ? 'unknown-system' : system === undefined ? 'wrong-key' : 'retired-system';
    SYNCHRONISATION_ANSWERS.refused(response, reason, []);
    return reason;
  }
  sendJson(response, 200, { error_code: '0', message: 'Mở phiên làm việc thành công.', session: key });
  return undefined;
}
