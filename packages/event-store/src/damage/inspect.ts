import { EmcError } from '@emc/contract';
import type { Clock, Day, Log } from '@emc/contract';
import type { EventStore } from '../event-store.ts';
import { createPartChecks, type PartsSeen } from './check-parts.ts';
import { createDayQueue } from './day-queue.ts';
import { compareDay } from './compare-day.ts';
import {
  COMPARED_TABLES,
  daysOfPartition,
  type Finding,
  type Findings,
  isUncompared,
  type Ledger,
  lostWhole,
  PASSING_TABLES,
} from './findings.ts';
import { knownDays } from './hit-days.ts';
import { createLedgerReading } from './ledger-reading.ts';

export interface InspectOptions {
  store: EventStore;
  ledger: Ledger;
  clock: Clock;
  log: Log;
  /** Tables that are known to have lost what they held, and that no comparison covers; none when left out. */
  lost?: readonly string[];
  /** How often {@link Inspector.round} is called; a minute when left out. */
  every_ms?: number;
  /** What is computed later than it arrives is compared when it was there so long before all was computed; ten minutes when left out. */
  settled_ms?: number;
}

/** Looks for what is damaged. One at a time. */
export interface Inspector {
  /**
   * A slice of everything: in a day all parts are read and all days compared; what changed, sooner. A day that differs is found
   * when it differs in the next round too: the loader may be about to settle a block of unknown outcome. @throws store-unavailable
   */
  round(): Promise<Findings>;
  /** Everything at once: all parts, and all days. @returns besides what was found, how many parts were put aside */
  whole(): Promise<{ findings: Findings; setAside: number }>;
  /** Some days once more. */
  days(days: readonly Day[]): Promise<Findings>;
  /** What a table of `lost` held was computed again. */
  filled(table: string): void;
}

interface Which {
  /** Every part and every day, else a slice of both. */
  all: boolean;
  /** These days and no others. */
  only?: readonly Day[];
}

/** Comparing days takes this share of a round at most, and one day at least. */
const SHARE = 0.2;
/** Each attempt puts aside what one table cannot be read for. */
const MOST_ATTEMPTS = 8;

export function createInspector(options: InspectOptions): Inspector {
  const { store, clock, log, every_ms = 60_000, settled_ms = 600_000 } = options;
  const checkParts = createPartChecks(store, log, every_ms);
  const queue = createDayQueue();
  const readLedger = createLedgerReading(options);
  const lost = new Set(options.lost?.filter(isUncompared));
  let known = new Set<string>();
  /** Days that differed when they were last compared. */
  const suspected = new Set<Day>();

  /** Days of parts that were put aside since the last look are compared first. */
  function noteSetAside({ setAside }: PartsSeen): void {
    const keyOf = (part: PartsSeen['setAside'][number]): string => `${part.table} ${part.name}`;
    for (const part of setAside.filter((one) => !known.has(keyOf(one)))) queue.forget(daysOfPartition(part.partition));
    known = new Set(setAside.map(keyOf));
  }

  /** What differs for the first time is compared again in the next round, and found then. */
  function noteCompared(day: Day, compared: Findings, isAsked: boolean, findings: Findings): void {
    const isWhole = [...compared.values()].every((found) => found.length === 0);
    queue.compared(day, clock(), isWhole);
    if (isWhole || isAsked || suspected.has(day)) {
      for (const [scope, found] of compared) findings.set(scope, found);
    } else queue.forget({ from: day, to: day });
    if (isWhole) suspected.delete(day);
    else suspected.add(day);
  }

  async function look({ all, only }: Which): Promise<{ findings: Findings; setAside: number }> {
    const findings: Findings = new Map();
    // A replica that lacks something would look damaged; it is made equal first.
    if (store.lacking().length > 0) return { findings, setAside: 0 };
    const seen = await checkParts({ now_ms: clock(), all, tables: new Set(store.suspects()) });
    noteSetAside(seen);
    findings.set('parts', setAsideOf(seen));
    findings.set('lost', [...lost].map(lostWhole));
    const isAsked = all || only !== undefined;
    const { found, rows } = await readLedger(seen, isAsked);
    findings.set('ledger', found);
    const shortDays = new Set(found.filter(({ table }) => table === 'hits').map(({ from }) => from));
    const touched = await store.ask(knownDays, {});
    const days = [...touched, ...rows.map(({ day }) => ({ day, touched_ms: 0 }))];
    const end_ms = performance.now() + every_ms * SHARE;
    const due = queue.due(days, clock(), all);
    for (const day of only ?? due) {
      const compared = await compareDay({ store, day, settled_ms, isShort: shortDays.has(day) });
      noteCompared(day, compared, isAsked, findings);
      if (!isAsked && performance.now() > end_ms) break;
    }
    return { findings, setAside: seen.damaged };
  }

  /** What cannot be read when it is compared is put aside, and the look begins again. */
  async function lookAgain(which: Which): Promise<{ findings: Findings; setAside: number }> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await look(which);
      } catch (error) {
        const isDamage = error instanceof EmcError && error.code === 'data-damaged';
        if (!isDamage || attempt === MOST_ATTEMPTS) throw error;
        log.error({ err: error.cause }, 'the event store cannot be compared: the parts of the table are read');
      }
    }
  }

  return {
    round: async () => (await lookAgain({ all: false })).findings,
    whole: () => lookAgain({ all: true }),
    days: async (only) => (await lookAgain({ all: false, only })).findings,
    filled: (table) => void lost.delete(table),
  };
}

/** Parts that lie aside of tables that are not compared. */
function setAsideOf({ setAside }: PartsSeen): Finding[] {
  const found = setAside.filter(({ table }) => !COMPARED_TABLES.has(table) && !PASSING_TABLES.has(table));
  const byDays = Map.groupBy(found, ({ table, partition }) => `${table} ${partition}`);
  return [...byDays.values()].map(([part]) => ({
    table: part!.table,
    kind: 'set-aside',
    ...daysOfPartition(part!.partition),
    missingRows: null,
  }));
}
