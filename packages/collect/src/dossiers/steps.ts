import { dayNumberOf, type DossierDropReason } from '@emc/contract';
import { encodeDossierChange, RowWriter } from '@emc/event-store';
import type { Step } from '../intake/run-steps.ts';
import { FRAME_TYPES } from '../spool/frames.ts';
import { parseEnvelope, textOf } from './envelope.ts';
import { Fields, isRecord, pick } from './fields.ts';
import type { DossierContext, DossierIntake } from './intake.ts';
import { checkAgency, findSystemByKey, findSystemBySite } from './sender.ts';
import { parseTracking } from './tracking-request.ts';

type DossierStep = Step<DossierIntake, DossierContext, DossierDropReason>;

const RECORDING: DossierStep = { name: 'recording', run: checkRecording };
const CHANGES: DossierStep = { name: 'changes', run: readChanges };
const SPOOL: DossierStep = { name: 'spool', run: appendToSpool };

/** What comes in, by the form in which it does. */
export type Feed = 'tracking' | 'synchronisation';

/** The intake of TrackingMCDT, in order. What passes all steps is in the spool's next group and answered when that is on disk. */
const TRACKING_STEPS: readonly DossierStep[] = [
  RECORDING,
  { name: 'parse', run: parseTracking },
  { name: 'system', run: findSystemBySite },
  CHANGES,
  SPOOL,
];

/** The intake of the national synchronisation format, in order. */
const SYNCHRONISATION_STEPS: readonly DossierStep[] = [
  RECORDING,
  { name: 'parse', run: parseEnvelope },
  { name: 'system', run: findSystemByKey },
  { name: 'agency', run: checkAgency },
  CHANGES,
  SPOOL,
];

export const FEEDS: Readonly<Record<Feed, readonly DossierStep[]>> = {
  tracking: TRACKING_STEPS,
  synchronisation: SYNCHRONISATION_STEPS,
};

function checkRecording(_intake: DossierIntake, context: DossierContext): DossierDropReason | undefined {
  return context.recording() ? undefined : 'not-recording';
}

const RECORD = { vi: 'phải là một hồ sơ với các trường của nó', en: 'is to be a record with its fields' };

/**
 * Makes changes of the records: of each only the fields of the allow-list are read, so that nothing behind this step
 * knows of an applicant. One wrong record keeps all of the request out.
 */
function readChanges(intake: DossierIntake, { secret, redaction }: DossierContext): DossierDropReason | undefined {
  const { envelope, kind, faults, now_ms } = intake;
  const updating = textOf(envelope.get('isUpdating')).toLowerCase() === 'true';
  const options = { systemId: intake.system!.systemId, secret, redaction, now_ms, updating };
  for (const [at, record] of intake.records.entries()) {
    const values = isRecord(record) ? pick(record, kind!.allowed) : undefined;
    if (values === undefined) faults.push({ record: at + 1, field: '', reason: 'bad-shape', ...RECORD });
    else intake.changes.push(kind!.read(new Fields(values, at + 1, faults), options));
  }
  return faults[0]?.reason;
}

const row = new RowWriter();

/** One frame for all of a request: it is on disk whole or not at all. */
function appendToSpool(intake: DossierIntake, { spool }: DossierContext): DossierDropReason | undefined {
  row.reset();
  for (const change of intake.changes) encodeDossierChange(change, row);
  const day = dayNumberOf(intake.now_ms);
  const taken = spool.append(FRAME_TYPES.dossiers, day, row.view(), intake.changes.length, intake.waiter);
  return taken ? undefined : 'spool-full';
}
