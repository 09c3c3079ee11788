import type { DropReason, HitKind, Redaction } from '@emc/contract';
import { AHEAD_MS, OLDEST_MS, readTime } from './hit-time.ts';
import type { Intake, IntakeContext } from './intake.ts';
import { NAMES, type Parameters } from './parameters.ts';
import { normaliseServiceCode } from './service-code.ts';
import { isVisitorId } from './visitor.ts';

/** Checks the form of everything that must have one, and finds out what kind of hit it is. */
export function readShape(intake: Intake, { redaction }: IntakeContext): DropReason | undefined {
  const { parameters, hit } = intake;
  if (parameters.raw(NAMES.cip) !== '') {
    return intake.refuse('bad-parameter', 'cip needs a valid token_auth, and this collector gives none.');
  }
  return readVisitorId(intake) ?? readHitTime(intake) ?? readKind(intake, (hit.kind = kindOf(parameters)), redaction);
}

/** `cid` is asked for before `_id`, as in the documentation; an empty one (a tracker without cookies) is none. */
function readVisitorId(intake: Intake): DropReason | undefined {
  const id = intake.parameters.raw(NAMES.cid) || intake.parameters.raw(NAMES._id);
  if (id === '') return undefined;
  if (!isVisitorId(id)) return 'bad-visitor-id';
  intake.visitorId = id.toLowerCase();
  return undefined;
}

function readHitTime(intake: Intake): DropReason | undefined {
  const { hit, now_ms, parameters } = intake;
  hit.received_ms = now_ms;
  hit.time_ms = now_ms;
  if (parameters.raw(NAMES.cdt) === '') return undefined;
  const time_ms = readTime(parameters.text(NAMES.cdt).trim());
  if (time_ms === undefined)
    return intake.refuse(
      'bad-parameter',
      'cdt is no time: send Unix seconds, 2026-11-30T10:14:08Z or 2026-11-30 17:14:08+07:00.',
    );
  if (time_ms < now_ms - OLDEST_MS) return 'old-time-without-token';
  if (time_ms > now_ms + AHEAD_MS)
    return intake.refuse(
      'bad-parameter',
      'cdt lies in the future; check the clock of the sender, and that a time without an offset is in UTC.',
    );
  hit.time_ms = Math.min(time_ms, now_ms);
  return undefined;
}

/** A request is one thing; where it carries the marks of several, the first of this order counts. */
function kindOf(parameters: Parameters): HitKind {
  const { values } = parameters;
  if (values[NAMES.ping] === '1') return 'ping';
  if (values[NAMES.gov_dvc] !== '' || values[NAMES.gov_dvc_state] !== '') return 'service';
  if (values[NAMES.e_c] !== '' || values[NAMES.e_a] !== '') return 'event';
  if (values[NAMES.c_n] !== '') return 'content';
  if (values[NAMES.download] !== '') return 'download';
  if (values[NAMES.link] !== '') return 'outlink';
  if (values[NAMES.search] !== '') return 'search';
  // A goal's conversion is no page view of its own either.
  if (values[NAMES.ca] === '1' || values[NAMES.idgoal] !== '') return 'custom';
  return 'page_view';
}

function readKind(intake: Intake, kind: HitKind, redaction: Redaction): DropReason | undefined {
  const { parameters, hit } = intake;
  if (kind === 'service') return readService(intake, redaction);
  if (kind === 'event') {
    if (parameters.raw(NAMES.e_c) === '' || parameters.raw(NAMES.e_a) === '') {
      return intake.refuse('bad-parameter', 'An event needs both e_c and e_a.');
    }
    hit.eventValue = eventValue(parameters.text(NAMES.e_v).trim());
  }
  if (kind === 'page_view') readTimings(intake);
  return undefined;
}

/** From here on a value can be the number of somebody's telephone or identity card. */
const TOO_LARGE_VALUE = 1e8;

/** A value that is no number, or may be somebody's, is none: the event counts without it. */
function eventValue(text: string): number {
  const value = Number(text);
  // Old identity cards have nine digits, and may begin with 0.
  return Math.abs(value) < TOO_LARGE_VALUE && !/^[+-]?\d{9}/.test(text) ? value : 0;
}

/** What `trackDVC` sends. Its third argument, which may hold an applicant's data, has no name here and is never read. */
function readService(intake: Intake, redaction: Redaction): DropReason | undefined {
  const { parameters, hit } = intake;
  const code = normaliseServiceCode(parameters.text(NAMES.gov_dvc), redaction);
  if (code === undefined)
    return intake.refuse(
      'bad-parameter',
      'gov_dvc is not 1 to 64 characters of A-Z a-z 0-9 . _ -, or is like a personal number.',
    );
  const state = parameters.text(NAMES.gov_dvc_state).trim();
  if (state !== '-1' && state !== '0' && state !== '1') {
    return intake.refuse('bad-parameter', 'gov_dvc_state is not -1 (viewed), 0 (declared) or 1 (submitted).');
  }
  hit.serviceCode = code;
  hit.serviceState = Number(state) as -1 | 0 | 1;
  return undefined;
}

function readTimings(intake: Intake): void {
  const { parameters, hit } = intake;
  hit.network_ms = milliseconds(parameters.raw(NAMES.pf_net));
  hit.server_ms = milliseconds(parameters.raw(NAMES.pf_srv));
  hit.transfer_ms = milliseconds(parameters.raw(NAMES.pf_tfr));
  hit.domProcessing_ms = milliseconds(parameters.raw(NAMES.pf_dm1));
  hit.domCompletion_ms = milliseconds(parameters.raw(NAMES.pf_dm2));
  hit.onLoad_ms = milliseconds(parameters.raw(NAMES.pf_onl));
}

/** A day: nothing loads for longer, and no number of a telephone or identity card is below it. */
const LONGEST_MS = 86_400_000;

/** Timings are a by-catch: one that is no number does not spoil the hit. */
function milliseconds(text: string): number {
  if (text === '') return 0;
  const value = Math.round(Number(text));
  return value > 0 && value <= LONGEST_MS && !/^\+?\d{9}/.test(text) ? value : 0;
}
