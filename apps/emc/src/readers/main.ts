import pino from 'pino';
import { openChannel } from './channel.ts';
import { type AskedOfIntake, type AskedOfReaders, NAMES_OF_INTAKE } from './messages.ts';
import { startReading } from './start-reading.ts';

/**
 * The process that answers readers, started by `emc serve` and by nothing else. Its parent says when to start and when to
 * stop, so that all ends in order; when the parent is gone, it ends at once: nothing acknowledged is here.
 */

// The socket is for this user alone.
process.umask(0o077);
// They go to the whole group of processes; the parent stops this one in its turn.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => undefined);
process.once('disconnect', () => process.exit(1));

const stack = new AsyncDisposableStack();
let reading: Awaited<ReturnType<typeof startReading>> | undefined;

const end = {
  send: (message: object) => void process.send?.(message, undefined, undefined, () => undefined),
  on: (event: 'message', listener: (message: unknown) => void) => process.on(event, listener),
  once: (event: 'disconnect', listener: () => void) => process.once(event, listener),
};
const intake = openChannel<AskedOfIntake, AskedOfReaders>(
  end,
  {
    start: async (handover) => {
      const log = pino(
        { level: handover.logLevel, base: { process: 'readers' } },
        pino.destination({ dest: 2, sync: false }),
      );
      process.on('uncaughtException', (error) => {
        log.fatal({ err: error }, 'an error that was not caught: the process of readers ends, and is started again');
        log.flush(() => process.exit(1));
      });
      reading = await startReading(handover, { intake, log, stack });
      return reading.scripts;
    },
    ping: () => undefined,
    takeNews: (news) => reading?.takeNews(news),
    keepStanding: () => reading?.keepStanding(),
    stop: async () => {
      await stack.disposeAsync();
      setImmediate(() => process.exit(0));
    },
  },
  NAMES_OF_INTAKE,
);
