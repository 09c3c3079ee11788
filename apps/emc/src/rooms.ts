import { addDays, dayOf } from '@emc/contract';
import { seedReferenceData } from '@emc/connect';
import { readSetting } from '@emc/control-store';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openDamageBook } from './damage/book.ts';
import { createKeeper } from './damage/keeper.ts';
import { healthOf } from './health.ts';
import { readersHeartbeat } from './readers/readers.ts';
import { startCollect } from './roles/collect.ts';
import { createHealthAnswer } from './roles/no-pages.ts';
import { startPages } from './roles/pages.ts';
import { createPresence } from './roles/presence.ts';
import { openRegisterRooms } from './roles/register.ts';
import type { StartRooms } from './roles/start-rooms.ts';
import { prepareWork, startWork } from './roles/work.ts';

/** Wires the rooms: connect, collect and measure meet in the stores, publish is handed the first and the last. */
export async function startRooms(given: StartRooms) {
  const { data, stores, parts, clock, log, say, stack } = given;
  const { db } = stores.control;
  const entered = await seedReferenceData(db);
  if (entered > 0) say(`entered ${entered} bodies of the reference data into the register`);
  // A register that the simulator filled stays a simulated one, whoever serves it.
  const options = { ...given, simulated: given.simulated || (await readSetting(db, 'simulated')) === true };

  const presence = createPresence({ db, eventStore: stores.event, data, parts, clock, log, stack });
  const collect = parts.roles.has('collect') ? await startCollect(options) : undefined;
  await presence.start(collect?.state);
  const register = openRegisterRooms(options, collect);
  const work = prepareWork(options, register, () => presence.freshness().loadedThrough_ms);
  const book = await openDamageBook(db, stack);
  const refresh = async (): Promise<void> => {
    await work.refresher.refreshNow();
    await work.dossierRefresher.refreshNow();
  };
  const keeper = createKeeper({ store: stores.event, book, clock, log, lostTables: stores.lostTables, refresh });
  if (parts.roles.has('work')) startWork(options, [...Object.values(work), keeper.watch]);

  const readers = options.readers === undefined ? undefined : readersHeartbeat(clock);
  const health = async () => {
    const yesterday = addDays(dayOf(clock()), -1);
    const visitorsTwice = presence.freshness().visitorsTwice.filter((day) => day >= yesterday);
    return healthOf({
      stores,
      readers,
      own: collect?.state(),
      seen: presence.seen(),
      visitorsTwice,
      damage: book.current(),
      unanswered: readers?.unanswered() ?? stores.eventForReaders.unanswered(),
    });
  };
  const shown = {
    register,
    freshness: () => presence.freshness(),
    health,
    damage: () => book.current(),
    repairs: keeper.repairs,
  };
  const pages = await startPages(options, shown, { collect, readers, avoided: () => presence.avoided() });
  const answerHealth = createHealthAnswer(health);
  return {
    stores,
    ...work,
    register,
    keepStanding: () => pages.keepStanding(),
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      if (collect?.handle(request, response) !== true && !answerHealth(request, response))
        pages.handle(request, response);
    },
  };
}
