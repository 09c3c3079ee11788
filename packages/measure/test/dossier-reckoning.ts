import type { DossierCounts } from '@emc/contract';
import type { DossierChange } from '@emc/event-store';

/**
 * What dossier figures must be, worked out the slow and plain way from docs/indicators/dossiers.md, one dossier after the
 * other, knowing nothing of the store.
 */
export interface Outcome {
  systemId: number;
  dossier: string;
  procedure: string;
  /** Local days; undefined = did not happen. */
  receivedOn: string | undefined;
  endedOn: string | undefined;
  counts: DossierCounts;
  /** What of it cannot be, and the day under which that is listed. */
  contradictions: string[];
  listedOn: string;
}

const SEVEN_HOURS_MS = 7 * 60 * 60 * 1000;
const localDay = (instant_ms: number): string => new Date(instant_ms + SEVEN_HOURS_MS).toISOString().slice(0, 10);
/** KenhThucHien, and how a result is handed over: by their numbers the greater of two holds, where nothing else tells them apart. */
const CHANNELS = { unknown: 0, direct: 1, online: 2, post: 3 };
const DELIVERIES = { unknown: 0, desk: 1, post: 2, electronic: 3, 'desk-electronic': 4 };
/** By how far a dossier has come. */
const FURTHER = [0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10];

/** Every dossier in the changes of any systems, in whatever order and however often they came. */
export function outcomesOf(changes: readonly DossierChange[]): Outcome[] {
  return [...Map.groupBy(changes, (one) => `${one.systemId} ${one.dossier}`).values()].map(outcomeOf);
}

function outcomeOf(changes: readonly DossierChange[]): Outcome {
  const record = changes
    .filter((one) => one.feed === 'synchronisation' && one.version_ms > 0)
    .toSorted((a, b) => compare(recordOrder(a), recordOrder(b)))
    .at(-1);
  const tracked = changes
    .filter((one) => one.feed === 'tracking')
    .toSorted((a, b) => compare(trackedOrder(a), trackedOrder(b)))
    .at(-1);
  const received_ms = receivedOf(changes, record);
  const begins_ms = saidReceiptDay(changes, record, received_ms);
  const dated_ms = datedEndOf(changes, record, begins_ms);
  const stopped = record?.status === 7 || record?.status === 8;
  const ended_ms = received_ms === undefined ? undefined : (dated_ms ?? (stopped ? record?.version_ms : undefined));
  const isTimeKnown = dated_ms !== undefined || (record !== undefined && record.version_ms > (received_ms ?? 0));
  const counts = noCounts();
  if (received_ms !== undefined) countReceipt(counts, record, tracked);
  if (ended_ms !== undefined) countEnd(counts, isTimeKnown ? record : undefined, received_ms, ended_ms, begins_ms);
  return {
    systemId: changes[0]!.systemId,
    dossier: changes[0]!.dossier,
    procedure: record?.procedure || tracked?.procedure || '',
    receivedOn: received_ms === undefined ? undefined : localDay(received_ms),
    endedOn: ended_ms === undefined ? undefined : localDay(ended_ms),
    counts,
    contradictions: contradictionsOf(changes, record, received_ms, begins_ms),
    listedOn: localDay(received_ms ?? Math.min(...changes.map((one) => one.received_ms))),
  };
}

/** In the order of the documentation. */
function contradictionsOf(
  changes: readonly DossierChange[],
  record: DossierChange | undefined,
  received_ms: number | undefined,
  begins_ms: number,
): string[] {
  const steps = (...statuses: number[]) =>
    changes.filter((one) => one.feed === 'progress' && statuses.includes(one.status)).map((one) => one.version_ms);
  const earliest = (times: number[]) => times.toSorted((a, b) => a - b).slice(0, 1);
  const finished = [record?.processed_ms ?? 0, record?.returned_ms ?? 0, ...earliest(steps(9)), ...earliest(steps(10))];
  const stops = [record?.refused_ms ?? 0, ...earliest(steps(3, 7, 8))];
  const isTrackedAlone = record === undefined && !changes.some((one) => one.feed === 'progress');
  const returns = changes.filter((one) => one.feed === 'tracking' && one.status === 10).map((one) => one.received_ms);
  const ends = [...finished, ...stops, ...(isTrackedAlone ? earliest(returns) : [])].filter((time_ms) => time_ms > 0);
  const found = ends.some((time_ms) => time_ms < begins_ms) ? ['end-before-receipt'] : [];
  if (record === undefined) return found;
  const { due_ms, returned_ms, processed_ms, submitted_ms, receivedByDesk_ms, status } = record;
  const isReceived = received_ms !== undefined;
  if (isReceived && due_ms > 0 && due_ms < begins_ms) found.push('due-before-receipt');
  if (returned_ms > 0 && processed_ms > 0 && localDay(returned_ms) < localDay(processed_ms))
    found.push('returned-before-processed');
  if (receivedByDesk_ms > 0 && submitted_ms > 0 && localDay(submitted_ms) > localDay(receivedByDesk_ms))
    found.push('submitted-after-receipt');
  if (isReceived && status >= 7 && ends.length === 0) found.push('end-undated');
  if (!isReceived && finished.some((time_ms) => time_ms > 0)) found.push('receipt-missing');
  return found;
}

function receivedOf(changes: readonly DossierChange[], record: DossierChange | undefined): number | undefined {
  if (record !== undefined) {
    if (record.receivedByDesk_ms > 0) return record.receivedByDesk_ms;
    const notTaken = record.status === 1 || record.status === 3 || record.status === 7;
    return notTaken || record.submitted_ms === 0 ? undefined : record.submitted_ms;
  }
  const told = changes.filter((one) => one.feed === 'tracking' && one.status !== 0);
  const steps = changes.filter((one) => one.feed === 'progress');
  if (told.length === 0 && steps.length === 0) return undefined;
  const coded_ms = Math.max(...changes.map((one) => one.coded_ms));
  if (coded_ms > 0) return coded_ms;
  return Math.min(...(told.length > 0 ? told : changes).map((one) => one.received_ms));
}

/** Begin of the local day of a receipt that a record or the code says; 0 = it is that of an arrival, before which anything may have been. */
function saidReceiptDay(
  changes: readonly DossierChange[],
  record: DossierChange | undefined,
  received_ms: number | undefined,
): number {
  if (received_ms === undefined) return 0;
  const isCoded = changes.some((one) => one.coded_ms === received_ms);
  return record !== undefined || isCoded ? beginOfDay(received_ms) : 0;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const beginOfDay = (instant_ms: number): number =>
  Math.floor((instant_ms + SEVEN_HOURS_MS) / DAY_MS) * DAY_MS - SEVEN_HOURS_MS;

/** The first end that is said and not on a day before the receipt. */
function datedEndOf(
  changes: readonly DossierChange[],
  record: DossierChange | undefined,
  begins_ms: number,
): number | undefined {
  const steps = changes.filter((one) => one.feed === 'progress');
  const step = (...statuses: number[]) =>
    least(steps.filter((one) => statuses.includes(one.status)).map((one) => one.version_ms));
  const said = (time_ms: number | undefined) =>
    time_ms === undefined || time_ms === 0 || time_ms < begins_ms ? undefined : time_ms;
  const onlyTracked = record === undefined && steps.length === 0;
  const returned = changes.filter((one) => one.feed === 'tracking' && one.status === 10);
  return (
    said(record?.processed_ms) ??
    said(step(9)) ??
    said(record?.returned_ms) ??
    said(step(10)) ??
    said(record?.refused_ms) ??
    said(step(3, 7, 8)) ??
    (onlyTracked ? said(least(returned.map((one) => one.received_ms))) : undefined)
  );
}

function countReceipt(
  counts: DossierCounts,
  record: DossierChange | undefined,
  tracked: DossierChange | undefined,
): void {
  const believed = record ?? tracked;
  const recorded = record?.channel ?? 'unknown';
  const channel = recorded === 'unknown' ? (tracked?.channel ?? 'unknown') : recorded;
  counts.received = 1;
  if (channel === 'direct') counts.receivedDirect = 1;
  if (channel === 'online') counts.receivedOnline = 1;
  if (channel === 'post') counts.receivedPost = 1;
  // Of a procedure at level full; whoever compares takes it off for others.
  const isVisit = believed?.delivery === 'desk' || believed?.delivery === 'desk-electronic';
  if (channel === 'online' && !isVisit) counts.fullOnline = 1;
  if (believed?.hasFee) counts.withFee = 1;
  if (believed?.hasFee && believed.paidOnline) counts.paidOnline = 1;
}

function countEnd(
  counts: DossierCounts,
  record: DossierChange | undefined,
  received_ms: number | undefined,
  ended_ms: number,
  begins_ms: number,
): void {
  counts.finished = 1;
  // A due time at midnight is the day.
  const due_ms = record === undefined || record.due_ms < begins_ms ? 0 : record.due_ms;
  const until_ms = due_ms > 0 && due_ms === beginOfDay(due_ms) ? due_ms + DAY_MS - 1000 : due_ms;
  if (record === undefined || until_ms === 0) counts.withoutDueTime = 1;
  else if (ended_ms - record.supplement_s * 1000 <= until_ms) counts.onTime = 1;
  else counts.late = 1;
  if (record === undefined || received_ms === undefined) return;
  counts.processingKnown = 1;
  counts.processingSeconds = Math.max(0, Math.trunc((ended_ms - received_ms) / 1000) - record.supplement_s);
}

/**
 * The sum over dossiers whose receipt or end lies in the period.
 * @param isFull whether its procedure is full; undefined = its body has no catalogue, and nobody can say
 * @param hasCatalogue of a body that is asked for: then none is 0 and not unknown
 */
export function reckonDossiers(
  outcomes: readonly Outcome[],
  isFull: (outcome: Outcome) => boolean | undefined,
  from: string,
  to: string,
  hasCatalogue = false,
): DossierCounts {
  const sum: DossierCounts = { ...noCounts(), fullOnline: hasCatalogue ? 0 : null };
  const within = (day: string | undefined) => day !== undefined && day >= from && day <= to;
  for (const outcome of outcomes) {
    const { counts } = outcome;
    const full = isFull(outcome);
    const [isReceived, isEnded] = [within(outcome.receivedOn), within(outcome.endedOn)];
    if ((isReceived || isEnded) && full !== undefined) sum.fullOnline ??= 0;
    if (isReceived) {
      for (const name of OF_RECEIPT) sum[name] += counts[name];
      if (full !== undefined) sum.receivedWithCatalogue += counts.received;
      if (full === true) sum.fullOnline = (sum.fullOnline ?? 0) + (counts.fullOnline ?? 0);
    }
    if (isEnded) for (const name of OF_END) sum[name] += counts[name];
  }
  return sum;
}

const OF_RECEIPT = ['received', 'receivedDirect', 'receivedOnline', 'receivedPost', 'withFee', 'paidOnline'] as const;
const OF_END = ['finished', 'onTime', 'late', 'withoutDueTime', 'processingSeconds', 'processingKnown'] as const;

function noCounts(): DossierCounts {
  return {
    received: 0,
    receivedDirect: 0,
    receivedOnline: 0,
    receivedPost: 0,
    fullOnline: 0,
    receivedWithCatalogue: 0,
    withFee: 0,
    paidOnline: 0,
    finished: 0,
    onTime: 0,
    late: 0,
    withoutDueTime: 0,
    processingSeconds: 0,
    processingKnown: 0,
  };
}

function least(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Which of two records is the newer: by the instant they name, then by how far the dossier has come, then field by field. */
function recordOrder(one: DossierChange): (number | string)[] {
  return [
    one.version_ms,
    FURTHER.indexOf(one.status),
    one.status,
    Number(one.updating),
    one.submitted_ms,
    one.receivedByDesk_ms,
    one.due_ms,
    one.processed_ms,
    one.returned_ms,
    one.refused_ms,
    one.supplement_s,
    one.supplements,
    CHANNELS[one.channel],
    DELIVERIES[one.delivery],
    Number(one.hasFee),
    Number(one.paidOnline),
    Number(one.fromNationalPortal),
    one.applicantKind,
    one.components,
    one.digitised,
    one.reused,
    one.databases,
    one.procedure,
    one.unit,
  ];
}

function trackedOrder(one: DossierChange): (number | string)[] {
  return [
    FURTHER.indexOf(one.status),
    one.status,
    CHANNELS[one.channel],
    one.declaredLevel,
    DELIVERIES[one.delivery],
    Number(one.hasFee),
    Number(one.paidOnline),
    Number(one.fromNationalPortal),
    one.procedure,
  ];
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index]!;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
