import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { redactionOf } from '@emc/control-store/redaction';
import { placeOf } from '../http/guard.ts';
import type { Answer, BulkJob, BulkResult, DossierJob, DossierResult, Jobs, Secrets } from './jobs.ts';
import { readLargeBulk } from './read-bulk.ts';
import { createDossierReader } from './read-dossiers.ts';

// Begins in a thread of its own; see large-bodies.ts.

/** Where there are not enough cores for all, hits go first. */
const NICE = 10;
// Linux gives each thread a priority of its own; elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(NICE);

const { kind, secrets } = workerData as { kind: keyof Jobs; secrets: Secrets };
const work = workOf();

parentPort!.on('message', (job: DossierJob | BulkJob) => {
  const answer = answerTo(job);
  const rows = 'result' in answer && 'rows' in answer.result ? answer.result.rows?.rows : undefined;
  parentPort!.postMessage(answer, rows === undefined ? [] : [rows.buffer as ArrayBuffer]);
});

function workOf(): (job: DossierJob | BulkJob) => DossierResult | BulkResult {
  if (kind === 'bulk') return (job) => readLargeBulk(job);
  const read = createDossierReader(Buffer.from(secrets.dossiers!), redactionOf(Buffer.from(secrets.redaction)));
  return (job) => read(job as DossierJob);
}

function answerTo(job: DossierJob | BulkJob): Answer<DossierResult | BulkResult> {
  try {
    return { result: work(job) };
  } catch (error) {
    return { failed: placeOf(error) };
  }
}
