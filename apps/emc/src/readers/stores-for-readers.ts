import { type Clock, createHeartbeat } from '@emc/contract';
import { createPing, openControlStore } from '@emc/control-store';
import { type EventStoreOptions, forReaders, openEventStore } from '@emc/event-store';
import { atMost, STOP_PATIENCE_MS } from '../patience.ts';

/** Where both stores are and who may read the events; the control store's password is in its address. */
export interface StoreAccess {
  controlUrl: string;
  event: Pick<EventStoreOptions, 'url' | 'otherUrls' | 'database' | 'cluster' | 'reader'>;
}

/** Opens stores that another process has started and brought up to date; of the event store with the rights of a reader alone. */
export function openForReaders({ controlUrl, event }: StoreAccess, clock: Clock, stack: AsyncDisposableStack) {
  const { ping, close } = createPing(controlUrl);
  const heartbeat = createHeartbeat({ name: 'control store', ping, clock });
  const control = openControlStore(controlUrl, { heartbeat });
  const store = openEventStore({ ...event, writer: event.reader });
  const eventHeartbeat = createHeartbeat({ name: 'event store', ping: (signal) => store.ping(signal), clock });
  stack.defer(async () => {
    heartbeat.stop();
    eventHeartbeat.stop();
    await atMost(STOP_PATIENCE_MS, Promise.all([close(), control.close(), store.close()]));
  });
  heartbeat.start();
  eventHeartbeat.start();
  return {
    control: { db: control.db },
    event: store,
    eventForReaders: forReaders(store, { heartbeat: eventHeartbeat, clock }),
  };
}
