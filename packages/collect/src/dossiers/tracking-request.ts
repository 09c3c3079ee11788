import type { DossierDropReason } from '@emc/contract';
import { isRecord, pick } from './fields.ts';
import { readForm } from './form.ts';
import { refuse, type DossierIntake } from './intake.ts';
import { parseJson } from '../http/json.ts';
import { readTracking, TRACKING_FIELDS } from './tracking.ts';

const TRACKING = { allowed: TRACKING_FIELDS, read: readTracking };
const SHAPE = { vi: 'phải là biểu mẫu (form) hoặc một đối tượng JSON', en: 'is to be a form or a JSON object' };

/** One record: a form, or JSON whatever its Content-Type says. */
export function parseTracking(intake: DossierIntake): DossierDropReason | undefined {
  const { body } = intake;
  const record = /^\s*[[{]/.test(body) ? parseJson(body) : readForm(body, TRACKING_FIELDS);
  intake.body = '';
  if (!isRecord(record)) return refuse(intake, '', 'bad-shape', SHAPE);
  intake.kind = TRACKING;
  intake.envelope = pick(record, TRACKING_FIELDS);
  intake.records = [record];
  return undefined;
}
