import { DOSSIER_CONTRADICTIONS, TIME_ZONE } from '@emc/contract';
import { RESULT_DELIVERIES } from '@emc/event-store';

/**
 * What the state of a dossier amounts to: when it was received and when it ended, how, and in what time. This is the one
 * place that says so (DOSSIER_DEFINITION_VERSION 2, docs/indicators/dossiers.md).
 *
 * Two sources may speak of one dossier. A synchronised record (domain.md 4) names its times, so where there is one it is
 * believed; TrackingMCDT (domain.md 3) names none, so without a record the day in the official code or the time of
 * arrival stands in. Progress (`CapNhatTienDoHoSoMC`) adds ends that the record does not tell yet.
 *
 * What cannot be counts as not said and is flagged (DOSSIER_CONTRADICTIONS): an end or a due time on a day before that of a
 * receipt that is said. By days, since a time `…000000` means the day. Future instants are refused at the door.
 */
const NONE = `toDateTime64(0, 3, 'UTC')`;
/** "Never" of the columns that keep the earliest of several times. */
const NEVER = `toDateTime64('2299-01-01 00:00:00', 3, 'UTC')`;

/** The state of every dossier of the table expression `touched`, put together from its parts. */
const STATES = `SELECT system_id, dossier,
    max(snapshot) AS s, max(tracked) AS t, max(progress) AS p, max(coded_day) AS coded, min(first_heard) AS heard,
    min(tracked_received) AS t_received, min(tracked_returned) AS t_returned,
    min(progress_processed) AS p_processed, min(progress_returned) AS p_returned, min(progress_stopped) AS p_stopped
  FROM dossiers WHERE (system_id, dossier) IN touched GROUP BY system_id, dossier`;

/** Submitted is received, unless the dossier was only registered (1), not taken (3) or withdrawn (7). */
const RECEIVED = `multiIf(
    synced AND s.received_by_desk > ${NONE}, s.received_by_desk,
    synced AND s.status NOT IN (1, 3, 7), s.submitted,
    synced, ${NONE},
    t_received = ${NEVER} AND p.version = ${NONE}, ${NONE},
    coded > ${NONE}, coded,
    t_received < ${NEVER}, t_received,
    heard)`;

/** Of a time that is said: that of 1970 in Viet Nam would lie before the first there is. */
const dayBegin = (time: string): string => `toStartOfDay(${time}, '${TIME_ZONE}')`;
const isSaid = (time: string): string => `${time} > ${NONE} AND ${time} < ${NEVER}`;

/** Begin of the day of the receipt where that is said and not taken from an arrival: nothing of the dossier was before. 1970 = not said. */
const BEGINS = `if(received > ${NONE} AND (synced OR received = coded), ${dayBegin('received')}, toDateTime(0, '${TIME_ZONE}'))`;

/** Processed, returned, refused or stopped (Decision 766/QĐ-TTg); of each, the record's time before that of progress. */
const ENDS = `[
    if(synced, s.processed, ${NONE}), p_processed, if(synced, s.returned, ${NONE}), p_returned,
    if(synced, s.refused, ${NONE}), p_stopped, if(synced OR p.version > ${NONE}, ${NONE}, t_returned)]`;

/** The first end that there is and can be. */
const DATED_END = `arrayFirst(time -> ${isSaid('time')} AND time >= begins, ends)`;

/**
 * What was never received did not end. Withdrawn (7) or stopped (8) without a day ends at the instant of the record, the latest
 * that it names; whether that was in time is known only where it is later than the receipt.
 */
const ENDED = `multiIf(received = ${NONE}, ${NONE}, dated_end > ${NONE}, dated_end, synced AND s.status IN (7, 8), s.version, ${NONE})`;
const TIME_OF_END_KNOWN = `(dated_end > ${NONE} OR s.version > received)`;

/** The instant until which an end is in time; `…000000` means the day, all of it. 1970 = none, or none that can be. */
const DUE = `multiIf(NOT synced OR s.due < begins, ${NONE}, s.due = ${dayBegin('s.due')}, s.due + toIntervalSecond(86399), s.due)`;

const { desk, 'desk-electronic': deskToo } = RESULT_DELIVERIES;
const bit = DOSSIER_CONTRADICTIONS;
/** Bits of what cannot be. */
const FLAGS = `toUInt16(
    if(arrayExists(time -> ${isSaid('time')} AND time < begins, ends), ${bit['end-before-receipt']}, 0)
    + if(synced AND received > ${NONE} AND s.due > ${NONE} AND s.due < begins, ${bit['due-before-receipt']}, 0)
    + if(synced AND s.returned > ${NONE} AND s.processed > ${NONE} AND s.returned < ${dayBegin('s.processed')}, ${bit['returned-before-processed']}, 0)
    + if(synced AND s.received_by_desk > ${NONE} AND s.submitted > ${NONE} AND ${dayBegin('s.submitted')} > s.received_by_desk, ${bit['submitted-after-receipt']}, 0)
    + if(synced AND received > ${NONE} AND s.status IN (7, 8, 9, 10) AND NOT arrayExists(time -> ${isSaid('time')}, ends), ${bit['end-undated']}, 0)
    + if(synced AND received = ${NONE} AND arrayExists(time -> ${isSaid('time')}, arraySlice(ends, 1, 4)), ${bit['receipt-missing']}, 0))`;

/**
 * A row for each dossier: `received` and `ended` (1970 = not), `procedure`, `online`, `home` …, `in_time` (1 on time, 0
 * late, -1 no due time), `took_s` (-1 = unknown), `flags` (what cannot be). Supplement time is taken off.
 */
const RESOLVED = `SELECT system_id, dossier, s.version > ${NONE} AS synced,
    ${RECEIVED} AS received,
    ${BEGINS} AS begins,
    ${ENDS} AS ends,
    ${DATED_END} AS dated_end,
    ${ENDED} AS ended,
    ${DUE} AS due,
    ${FLAGS} AS flags,
    heard,
    if(synced AND s.procedure != '', s.procedure, t.procedure) AS procedure,
    if(synced AND s.channel != 0, s.channel, t.channel) AS channel,
    if(synced, s.delivery, t.delivery) AS delivery,
    channel = 2 AND delivery NOT IN (${desk}, ${deskToo}) AS from_home,
    if(synced, s.has_fee, t.has_fee) AS has_fee,
    has_fee AND if(synced, s.paid_online, t.paid_online) AS paid_online,
    toInt64(if(synced, s.supplement_s, 0)) AS supplement_s,
    multiIf(due = ${NONE} OR NOT ${TIME_OF_END_KNOWN}, -1, ended - toIntervalSecond(supplement_s) <= due, 1, 0) AS in_time,
    if(synced AND received > ${NONE} AND ended > ${NONE} AND ${TIME_OF_END_KNOWN},
      greatest(0, intDiv(toUnixTimestamp64Milli(ended) - toUnixTimestamp64Milli(received), 1000) - supplement_s), -1) AS took_s
  FROM states`;

/** Table expressions after a `touched` of (system_id, dossier): `states`, and `resolved` with what each amounts to. */
export const RESOLVED_STATES = `states AS (${STATES}),
  resolved AS (${RESOLVED})`;

/** Counts of one procedure on one day, in the order of DOSSIER_DAY_COUNTS of the event store. `is_end`: the day is that of the end. */
export const COUNTS_OF_A_DAY = [
  'countIf(is_end = 0)',
  'countIf(is_end = 0 AND channel = 1)',
  'countIf(is_end = 0 AND channel = 2)',
  'countIf(is_end = 0 AND channel = 3)',
  'countIf(is_end = 0 AND from_home)',
  'countIf(is_end = 0 AND has_fee)',
  'countIf(is_end = 0 AND paid_online)',
  'countIf(is_end = 1)',
  'countIf(is_end = 1 AND in_time = 1)',
  'countIf(is_end = 1 AND in_time = 0)',
  'countIf(is_end = 1 AND in_time = -1)',
  'sumIf(toUInt64(took_s), is_end = 1 AND took_s >= 0)',
  'countIf(is_end = 1 AND took_s >= 0)',
] as const;

/**
 * Table expressions after a `touched` of (system_id, dossier): `happened` has a row for each receipt (`is_end` 0) and each
 * end (1), with the local day on which it counts, and for each dossier of which something cannot be (2), which counts for nothing.
 */
export const HAPPENED = `${RESOLVED_STATES},
  happened AS (
    SELECT *, arrayJoin(arrayFilter(one -> one.1 > ${NONE}, [
      (received, 0), (ended, 1), (multiIf(flags = 0, ${NONE}, received > ${NONE}, received, heard), 2)])) AS one,
      toDate(one.1, '${TIME_ZONE}') AS day, one.2 AS is_end
    FROM resolved
  )`;
