import type { Damage, Repair } from '@emc/contract';
import {
  acceptDamage,
  type Database,
  type Kysely,
  noteEventRows,
  readDamage,
  readEventRows,
  replaceDamage,
} from '@emc/control-store';
import type { Findings, Ledger } from '@emc/event-store';
import { atMost, repeat, STOP_PATIENCE_MS } from '../patience.ts';

const READ_EVERY_MS = 5_000;

/** What is known to be damaged, for all processes: one finds it, those that publish say it. */
export interface DamageBook {
  ledger: Ledger;
  /** As last read, a few seconds ago. */
  current(): readonly Damage[];
  /** Writes down what some looks found, and reads it all. */
  put(findings: Findings): Promise<readonly Damage[]>;
  accept(): Promise<readonly Damage[]>;
}

/** The ledger of what arrived, as the register keeps it. */
export function ledgerOf(db: Kysely<Database>): Ledger {
  return { read: () => readEventRows(db), note: (rows) => noteEventRows(db, rows) };
}

export async function openDamageBook(db: Kysely<Database>, stack: AsyncDisposableStack): Promise<DamageBook> {
  let damage: readonly Damage[] = [];
  const read = async (): Promise<readonly Damage[]> => (damage = await readDamage(db));
  await read();
  const reading = repeat(READ_EVERY_MS, async () => {
    // While the store is away, what was known last is.
    await read().catch(() => undefined);
  });
  stack.defer(() => atMost(STOP_PATIENCE_MS, reading.stop()));
  return {
    ledger: ledgerOf(db),
    current: () => damage,
    put: async (findings) => {
      await replaceDamage(db, findings);
      return read();
    },
    accept: async () => {
      await acceptDamage(db);
      return read();
    },
  };
}

export const NO_REPAIR: Repair = {
  running: false,
  startedAt: null,
  finishedAt: null,
  error: null,
  setAside: 0,
  attached: 0,
  days: [],
  left: [],
};
