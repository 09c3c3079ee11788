import type { DossierDropReason } from '@emc/contract';
import { allowList, isRecord, pick } from './fields.ts';
import { refuse, type DossierIntake } from './intake.ts';
import { parseJson } from '../http/json.ts';
import { SERVICES } from './records.ts';

const ENVELOPE_FIELDS = allowList(['session', 'madonvi', 'service', 'isUpdating', 'data']);
const MOST_RECORDS = 1000;

const SHAPE = {
  vi: 'phải là JSON dạng {session, madonvi, service, isUpdating, data: […]}',
  en: 'is to be JSON: {session, madonvi, service, isUpdating, data: […]}',
};
const SERVICE = {
  vi: 'phải là DongBoHoSoMC hoặc CapNhatTienDoHoSoMC, đúng với địa chỉ được gọi',
  en: 'is to be DongBoHoSoMC or CapNhatTienDoHoSoMC, as the address says',
};
const DATA = { vi: 'phải là danh sách có ít nhất một hồ sơ', en: 'is to be a list of at least one record' };
const TOO_MANY = { vi: `có quá ${MOST_RECORDS} hồ sơ`, en: `holds more than ${MOST_RECORDS} records` };

/** The envelope of the national synchronisation format (domain.md 4). */
export function parseEnvelope(intake: DossierIntake): DossierDropReason | undefined {
  const sent = parseJson(intake.body);
  intake.body = '';
  if (!isRecord(sent)) return refuse(intake, '', 'bad-shape', SHAPE);
  const envelope = pick(sent, ENVELOPE_FIELDS);
  intake.envelope = envelope;
  const data = envelope.get('data');
  // Some senders leave the list away where there is one record.
  intake.records = Array.isArray(data) ? data : isRecord(data) ? [data] : [];
  const named = textOf(envelope.get('service')).toLowerCase();
  const service = named || intake.service.toLowerCase();
  intake.kind = SERVICES.get(service);
  if (intake.kind === undefined || (intake.service !== '' && service !== intake.service.toLowerCase()))
    return refuse(intake, 'service', 'bad-shape', SERVICE);
  if (intake.records.length === 0) return refuse(intake, 'data', 'bad-shape', DATA);
  if (intake.records.length > MOST_RECORDS) return refuse(intake, 'data', 'body-too-large', TOO_MANY);
  return undefined;
}

/** A field of the envelope; '' = not said, or not as text. */
export function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}
