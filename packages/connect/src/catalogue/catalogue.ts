import type { Log } from '@emc/control-store';
import { type Catalogue, type Clock, createLanes, type Day, dayOf } from '@emc/contract';
import type { RegisterStore } from '../register-store.ts';
import { keepDays } from './catalogue-day.ts';
import type { CatalogueStore } from './catalogue-store.ts';
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
      return listProcedures(await on(dayMeant(register, filter, dayOf(clock()))), filter);
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
      const day = await on(dayMeant(register, { bodyCode }, dayOf(clock())));
      return day.file(bodyCode);
    },
    async catalogueOn(day) {
      const { on } = await read();
      return (await on(day)).entries();
    },
  };
}
