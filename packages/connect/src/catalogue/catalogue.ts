import type { Log } from '@emc/control-store';
import { type Catalogue, type CatalogueEntry, type Clock, createLanes, type Day, dayOf } from '@emc/contract';
import type { Register } from '../register.ts';
import type { RegisterStore } from '../register-store.ts';
import { type CatalogueCopy, entryOf, type Handled, handledOn } from './catalogue-copy.ts';
import type { CatalogueStore } from './catalogue-store.ts';
import { exportCsv } from './export-procedures.ts';
import { importProcedures } from './import-procedures.ts';
import { dayMeant, findProcedure, listProcedures } from './list-procedures.ts';

export interface CatalogueOptions {
  store: CatalogueStore;
  register: RegisterStore;
  clock: Clock;
  log: Log;
}

/**
 * The catalogue of procedures, as of any day, on that day's map of bodies. Answers from memory as long as neither it
 * nor the register has changed in the store.
 */
export function createCatalogue({ store, register: registerStore, clock, log }: CatalogueOptions): Catalogue {
  const dayKept = keepDays();
  // A file of a hundred thousand lines takes some hundred megabytes while it is read.
  const oneByOne = createLanes(1);
  const read = async () => {
    const [copy, register] = await Promise.all([store.read(), registerStore.read()]);
    return { copy, register, on: (day: Day) => dayKept(copy, register, day) };
  };
  return {
    async listProcedures(filter) {
      const { register, on } = await read();
      return listProcedures(on(dayMeant(register, filter, dayOf(clock()))).handled, filter);
    },
    async getProcedure(bodyCode, code) {
      const { copy, register } = await read();
      return findProcedure(copy, register, bodyCode, code, dayOf(clock()));
    },
    async importProcedures(file, { changesPast }) {
      const register = await registerStore.read();
      const options = { store, register, today: dayOf(clock()), changesPast };
      const report = await oneByOne(() => importProcedures(file, options));
      const { added, changed, unchanged, ended, problemCount } = report;
      const done = `${added} added, ${changed} changed, ${unchanged} unchanged, ${ended} ended`;
      if (report.applied) log.info(`a file of ${report.rows} lines was taken into the catalogue: ${done}`);
      else if (!file.dryRun) log.info(`a file of ${report.rows} lines was not taken: ${problemCount} problems`);
      return report;
    },
    async exportProcedures(bodyCode) {
      const { register, on } = await read();
      const { handled } = on(dayMeant(register, { bodyCode }, dayOf(clock())));
      return exportCsv(bodyCode === undefined ? handled : handled.filter((one) => one.bodyCode === bodyCode));
    },
    async catalogueOn(day) {
      return (await read()).on(day).entries;
    },
  };
}

interface KeptDay {
  handled: readonly Handled[];
  entries: readonly CatalogueEntry[];
}

/** Days that figures ask for at the same time: today, ends of months, a few chosen ones. */
const MOST_DAYS = 16;

/** Keeps what is handled on the days last asked for, until the catalogue or the register changes. */
function keepDays(): (copy: CatalogueCopy, register: Register, day: Day) => KeptDay {
  let days = new Map<Day, KeptDay>();
  let of = { catalogue: 0, register: 0 };
  return (copy, register, day) => {
    if (of.catalogue !== copy.version || of.register !== register.version) {
      of = { catalogue: copy.version, register: register.version };
      days = new Map();
    }
    const known = days.get(day);
    if (known !== undefined) return known;
    const handled = handledOn(copy, register, day);
    const kept = { handled, entries: handled.map(entryOf) };
    const [oldest] = days.keys();
    if (oldest !== undefined && days.size >= MOST_DAYS) days.delete(oldest);
    days.set(day, kept);
    return kept;
  };
}
