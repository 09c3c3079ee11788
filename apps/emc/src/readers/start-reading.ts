import type { Logger } from 'pino';
import { atMost, STOP_PATIENCE_MS } from '../patience.ts';
import { startPublish } from '../roles/publish.ts';
import { openRegisterRooms } from '../roles/register.ts';
import type { Remote } from './channel.ts';
import { listenForFront } from './listen.ts';
import type { AskedOfIntake, Handover, News, Script } from './messages.ts';
import { openForReaders } from './stores-for-readers.ts';

interface StartReadingOptions {
  intake: Remote<AskedOfIntake>;
  log: Logger;
  stack: AsyncDisposableStack;
}

/** Starts all that readers ask, on stores that are up, and answers what the front passes on. */
export async function startReading(handover: Handover, { intake, log, stack }: StartReadingOptions) {
  let { news } = handover;
  const clock = (): number => Date.now() + news.clockAhead_ms;
  const stores = openForReaders(handover.stores, clock, stack);
  stores.event.avoid(news.avoid);
  const given = { ...handover, stores, clock, log, stack };
  const register = openRegisterRooms(given, {
    reloadSites: () => intake.reloadSites(),
    reloadSystems: () => intake.reloadSystems(),
  });
  const { answer, scripts } = await startPublish(given, {
    register,
    freshness: () => news.freshness,
    health: () => Promise.resolve(news.health),
    damage: () => news.damage,
    repairs: { start: (asked) => intake.startRepair(asked), state: () => intake.repairState() },
    operatorKey: handover.operatorKey,
  });
  if (handover.checksPages) {
    register.pageChecker.start();
    stack.defer(() => atMost(STOP_PATIENCE_MS, register.pageChecker.stop()));
  }
  const server = await listenForFront(handover.socket, answer);
  stack.defer(() => void server.close());
  return {
    scripts: scripts satisfies readonly Script[],
    takeNews: (newest: News) => {
      news = newest;
      stores.event.avoid(news.avoid);
      return stores.eventForReaders.unanswered();
    },
    keepStanding: register.keepStanding,
  };
}
