import { DOSSIER_COLUMNS, emptyDossierChange, type DossierChange, type EventStore } from '@emc/event-store';

/**
 * The state of a dossier from the set of its changes, in plain words: what the table `dossiers` is held against. Times are
 * Unix milliseconds, 0 = none. Written by hand from the text of the protocol: no constant of the product is used, since what is
 * wrong there would be right here.
 */
interface DossierState {
  systemId: number;
  dossier: string;
  snapshot: (number | string)[];
  tracked: (number | string)[];
  progress: number[];
  coded_ms: number;
  firstHeard_ms: number;
  trackedReceived_ms: number;
  trackedReturned_ms: number;
  progressProcessed_ms: number;
  progressReturned_ms: number;
  progressStopped_ms: number;
  days: string[];
}

type Fields = (number | string)[];

/**
 * TrangThaiHoSo by how far the dossier has come: nothing said, 1 registered, 2 received, 4 processing, 5 supplement requested,
 * 6 financial duty; then what ends it: 3 not received, 7 withdrawn, 8 stopped, 9 processed, 10 returned.
 */
const HOW_FAR = [0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10];
/** KenhThucHien. */
const CHANNELS = { unknown: 0, direct: 1, online: 2, post: 3 };
const DELIVERIES = { unknown: 0, desk: 1, post: 2, electronic: 3, 'desk-electronic': 4 };
const SEVEN_HOURS_MS = 7 * 60 * 60 * 1000;

const rankOf = (change: DossierChange): number => HOW_FAR.indexOf(change.status) + 1;
/** `YYYY-MM-DD` in Viet Nam. */
const localDay = (instant_ms: number): string => new Date(instant_ms + SEVEN_HOURS_MS).toISOString().slice(0, 10);
const yes = (value: boolean): number => (value ? 1 : 0);

function snapshotOf(change: DossierChange): Fields {
  return [
    change.version_ms,
    rankOf(change),
    change.status,
    yes(change.updating),
    change.submitted_ms,
    change.receivedByDesk_ms,
    change.due_ms,
    change.processed_ms,
    change.returned_ms,
    change.refused_ms,
    change.supplement_s,
    change.supplements,
    CHANNELS[change.channel],
    DELIVERIES[change.delivery],
    yes(change.hasFee),
    yes(change.paidOnline),
    yes(change.fromNationalPortal),
    change.applicantKind,
    change.components,
    change.digitised,
    change.reused,
    change.databases,
    change.procedure,
    change.unit,
  ];
}

function trackedOf(change: DossierChange): Fields {
  return [
    rankOf(change),
    change.status,
    CHANNELS[change.channel],
    change.declaredLevel,
    DELIVERIES[change.delivery],
    yes(change.hasFee),
    yes(change.paidOnline),
    yes(change.fromNationalPortal),
    change.procedure,
  ];
}

/** Field by field; texts by their bytes, as the store does. */
function compare(a: Fields, b: Fields): number {
  for (const [at, one] of a.entries()) {
    const other = b[at]!;
    const order =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
    if (order !== 0) return order;
  }
  return 0;
}

const largest = (all: Fields[], none: Fields): Fields =>
  all.reduce((best, one) => (compare(one, best) > 0 ? one : best), none);
const earliest = (times: number[]): number => (times.length === 0 ? 0 : Math.min(...times));
const numbersOf = (fields: Fields): Fields => fields.map((field) => (typeof field === 'number' ? 0 : ''));

function stateOf(changes: readonly DossierChange[]): DossierState {
  const [first] = changes as [DossierChange];
  const of = (feed: DossierChange['feed']) => changes.filter((change) => change.feed === feed);
  const progress = of('progress');
  const versions = (...statuses: number[]): number =>
    earliest(progress.filter((change) => statuses.includes(change.status)).map((change) => change.version_ms));
  const receipts = (told: (status: number) => boolean): number =>
    earliest(of('tracking').flatMap((change) => (told(change.status) ? [change.received_ms] : [])));
  return {
    systemId: first.systemId,
    dossier: first.dossier,
    snapshot: largest(of('synchronisation').map(snapshotOf), numbersOf(snapshotOf(first))),
    tracked: largest(of('tracking').map(trackedOf), numbersOf(trackedOf(first))),
    progress: largest(
      progress.map((change) => [change.version_ms, rankOf(change), change.status]),
      [0, 0, 0],
    ) as number[],
    coded_ms: Math.max(...changes.map((change) => change.coded_ms)),
    firstHeard_ms: Math.min(...changes.map((change) => change.received_ms)),
    trackedReceived_ms: receipts((status) => status !== 0),
    trackedReturned_ms: receipts((status) => status === 10),
    progressProcessed_ms: versions(9),
    progressReturned_ms: versions(10),
    progressStopped_ms: versions(3, 7, 8),
    days: [...new Set(changes.flatMap(daysNamed))].sort(),
  };
}

function daysNamed(change: DossierChange): string[] {
  const { received_ms, coded_ms, version_ms, submitted_ms, receivedByDesk_ms, processed_ms, returned_ms, refused_ms } =
    change;
  return [received_ms, coded_ms, version_ms, submitted_ms, receivedByDesk_ms, processed_ms, returned_ms, refused_ms]
    .filter((time_ms) => time_ms > 0)
    .map(localDay);
}

const keyOf = (one: { systemId: number; dossier: string }): string => `${one.systemId} ${one.dossier}`;

/** The states that a set of changes makes, in order of system and code. */
export function dossierStates(changes: readonly DossierChange[]): DossierState[] {
  const states = [...Map.groupBy(changes, keyOf).values()].map(stateOf);
  return states.sort((a, b) => compare([a.systemId, a.dossier], [b.systemId, b.dossier]));
}

const STATES_SQL = `SELECT system_id AS systemId, dossier, max(snapshot) AS snapshot, max(tracked) AS tracked,
  max(progress) AS progress, max(coded_day) AS coded_ms, min(first_heard) AS firstHeard_ms,
  min(tracked_received) AS trackedReceived_ms, min(tracked_returned) AS trackedReturned_ms,
  min(progress_processed) AS progressProcessed_ms, min(progress_returned) AS progressReturned_ms,
  min(progress_stopped) AS progressStopped_ms, arraySort(groupUniqArrayArray(days)) AS days
  FROM dossiers GROUP BY system_id, dossier ORDER BY system_id, dossier`;

/** What the store holds, in the form of {@link dossierStates}. @param client a writer of the store's database */
export async function readDossierStates(client: EventStore['write']): Promise<DossierState[]> {
  const reply = await client.query({ query: STATES_SQL, format: 'JSONEachRow' });
  const rows = (await reply.text()).trim().split('\n');
  return rows.filter((row) => row !== '').map((row) => JSON.parse(row, plain) as DossierState);
}

const TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/;
const NEVER = '2299-';

/** Times as milliseconds, tuples as lists. */
function plain(key: string, value: unknown): unknown {
  if (typeof value === 'string' && TIME.test(value))
    return value.startsWith(NEVER) ? 0 : Date.parse(`${value.replace(' ', 'T')}Z`);
  if (key !== '' && typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.values(value);
  return value;
}

/** Every accepted change in the store, as it was encoded. @param client a writer of the store's database */
export async function readDossierChanges(client: EventStore['write']): Promise<DossierChange[]> {
  const columns = DOSSIER_COLUMNS.map(({ name }) => name).join(', ');
  const reply = await client.query({ query: `SELECT ${columns} FROM dossier_changes`, format: 'JSONCompactEachRow' });
  const rows = (await reply.text()).trim().split('\n');
  const names = Object.keys(emptyDossierChange());
  return rows
    .filter((row) => row !== '')
    .map((row) => {
      const values = JSON.parse(row, plain) as unknown[];
      const pairs = names.map((name, at) => [name, FLAGS.has(name) ? values[at] === 1 : values[at]]);
      return Object.fromEntries(pairs) as DossierChange;
    });
}

const FLAGS: ReadonlySet<string> = new Set(['hasFee', 'paidOnline', 'fromNationalPortal']);
