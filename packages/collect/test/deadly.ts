import { openEventStore, type EventStoreOptions } from '@emc/event-store';
import { createLoader, Spool, type LoaderStore } from '../src/index.ts';

/** What a process that may kill itself is told, as JSON in its first argument. */
export interface DeadlyOrders {
  dir: string;
  store: EventStoreOptions;
  /** Kills itself (SIGKILL) before or after the n-th call of a step of the store. */
  killAt: { step: `${'before' | 'after'} ${keyof LoaderStore}`; call: number } | undefined;
}

export const log = {
  info: () => {},
  warn: () => {},
  error: (fields: object, message: string) => console.error(message, fields),
};

/** A spool with its loader, which ends the process at the step that it was told. */
export async function startLoading({ dir, store, killAt }: DeadlyOrders): Promise<Spool> {
  const spool = await Spool.open({ dir, limit_bytes: 2 ** 30, clock: Date.now, log, segmentAge_ms: 15 });
  const eventStore = deadly(openEventStore(store), killAt);
  await createLoader({ spool, eventStore, clock: Date.now, log }).start();
  return spool;
}

function deadly(store: LoaderStore, killAt: DeadlyOrders['killAt']): LoaderStore {
  if (killAt === undefined) return store;
  const [when, name] = killAt.step.split(' ') as [string, keyof LoaderStore];
  const step = store[name] as (of: unknown) => Promise<unknown>;
  let calls = 0;
  const deadlyStep = async (of: unknown): Promise<unknown> => {
    const isLast = ++calls === killAt.call;
    if (isLast && when === 'before') process.kill(process.pid, 'SIGKILL');
    const result = await step(of);
    if (isLast && when === 'after') process.kill(process.pid, 'SIGKILL');
    return result;
  };
  return { ...store, [name]: deadlyStep };
}
