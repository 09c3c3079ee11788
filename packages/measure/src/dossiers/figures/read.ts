import { createLanes, dayOf, holdAnswers } from '@emc/contract';
import type { Clock, Day, DossierCounts, Period } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import type { LoaderStatus } from '../../figures-options.ts';
import { inStore } from '../../store-days.ts';
import { readHowFar } from '../how-far.ts';
import { toldTwice } from '../told-twice.ts';
import type { ToldTwice } from '../told-twice.ts';
import { contradictedCounts } from '../contradicted.ts';
import type { ContradictedCount } from '../contradicted.ts';
import { addCounts, countsOf } from './counts.ts';
import { countsByDay, countsByProcedure, readSending } from './readings.ts';
import type { ProcedureRow, Sending } from './readings.ts';
import type { Whose } from './subject.ts';

/** What the store holds on some systems in a period, and when it was asked. */
export interface Reading {
  now_ms: number;
  loaders: LoaderStatus;
  /** With which `days` were counted: the totals must be counted with the same. */
  catalogues: Whose['catalogues'];
  sending: ReadonlyMap<number, Sending>;
  /** How far the counts were before they were read; undefined = nobody ever computed any. */
  howFar: Awaited<ReturnType<typeof readHowFar>>;
  procedures: readonly ProcedureRow[];
  /** What other systems count too, whosever they are. */
  toldTwice: readonly ToldTwice[];
  /** How many dossiers of each system say what cannot be. */
  contradicted: readonly ContradictedCount[];
  /** Days on which something counts; none when they were not asked for. Full online is 0 where no body has a catalogue. */
  days: ReadonlyMap<Day, DossierCounts>;
}

/** Questions about dossiers that are asked at the same time, for all readers together. */
const AT_ONCE = 4;
/** How old what a reader is told may be: those who ask the same within it share one reading. */
const SHARED_AGE_MS = 1_000;
/** Text of the procedures at level full that goes with one question: a server refuses parameters of more than 128 KiB. */
const MOST_CODES_BYTES = 60_000;

export interface ReaderOptions {
  eventStore: EventStore;
  clock: Clock;
  loaderStatus: () => LoaderStatus;
}

/** A way to read what is counted of a subject's systems; readers who ask the same share the answer. */
export function createReader({ eventStore: store, clock, loaderStatus }: ReaderOptions) {
  const lanes = createLanes(AT_ONCE);
  const shared = holdAnswers<Reading>(clock);

  async function read({ systems, catalogues }: Whose, period: Period, withDays: boolean): Promise<Reading> {
    const now_ms = clock();
    // Before the questions: what they find is at least this new.
    const loaders = loaderStatus();
    const today = dayOf(now_ms);
    // A sender's clock may be ahead: what it says of tomorrow counts when tomorrow has come.
    const asked = { from: inStore(period.from), to: inStore(period.to < today ? period.to : today) };
    const system_ids = systems.map(({ systemId }) => systemId);
    // Before the counts too, which may then be further than it says, and never less far.
    const howFar = await lanes(() => readHowFar(store));
    const [sending, procedures, twice, contradicted, ...parts] = await Promise.all([
      lanes(() => readSending(store)),
      system_ids.length === 0 ? [] : lanes(() => store.ask(countsByProcedure, { ...asked, system_ids })),
      system_ids.length === 0 ? [] : lanes(() => store.ask(toldTwice, { ...asked, system_ids })),
      system_ids.length === 0 ? [] : lanes(() => store.ask(contradictedCounts, { ...asked, system_ids })),
      ...(withDays ? splitByCodes(systems, catalogues) : []).map((part) =>
        lanes(() => store.ask(countsByDay, { ...asked, ...part })),
      ),
    ]);
    const days = new Map<Day, DossierCounts>();
    for (const { day, sums, fullOnline, receivedWithCatalogue } of parts.flat()) {
      const counts = countsOf(sums, { fullOnline, receivedWithCatalogue });
      const sum = days.get(day);
      if (sum === undefined) days.set(day, counts);
      else addCounts(sum, counts);
    }
    return { now_ms, loaders, catalogues, sending, howFar, procedures, toldTwice: twice, contradicted, days };
  }

  return (whose: Whose, period: Period, withDays: boolean): Promise<Reading> => {
    // The systems are part of the key: a change of the register is seen at once.
    const key = JSON.stringify([period.from, period.to, withDays, whose.systems.map(({ systemId }) => systemId)]);
    return shared(key, SHARED_AGE_MS, () => read(whose, period, withDays));
  };
}

/** Parameters of `countsByDay` for all systems, each question with no more codes than fit. */
function splitByCodes(systems: Whose['systems'], catalogues: Whose['catalogues']) {
  const parts: { system_ids: number[]; full_systems: number[]; full_codes: string[]; catalogued: number[] }[] = [];
  let room_bytes = 0;
  for (const { systemId, bodyCode } of systems) {
    const entries = [...(catalogues.get(bodyCode)?.values() ?? [])];
    const codes = entries.filter(({ level }) => level === 'full').map(({ code }) => code);
    const size_bytes = codes.reduce((sum, code) => sum + code.length + 3, 0);
    if (parts.length === 0 || size_bytes > room_bytes) {
      parts.push({ system_ids: [], full_systems: [], full_codes: [], catalogued: [] });
      room_bytes = MOST_CODES_BYTES;
    }
    const part = parts.at(-1)!;
    part.system_ids.push(systemId);
    if (catalogues.has(bodyCode)) part.catalogued.push(systemId);
    part.full_codes.push(...codes);
    part.full_systems.push(...codes.map(() => systemId));
    room_bytes -= size_bytes;
  }
  return parts;
}
