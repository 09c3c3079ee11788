import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { type Clock, createHeartbeat, type Heartbeat } from '@emc/contract';
import type { ReaderStore } from '@emc/event-store';
import type { Logger } from 'pino';
import { watchChild } from '../child.ts';
import { repeat } from '../patience.ts';
import { killFamily } from '../progress.ts';
import { supervise } from '../supervise.ts';
import type { Answers } from './channel.ts';
import type { AskedOfIntake, Handover, News } from './messages.ts';
import { passOn } from './pass-on.ts';
import { beginReaders, type ReaderProcess } from './reader-process.ts';
import { createRefusal } from './refuse-readers.ts';

const NEWS_EVERY_MS = 100;
/** A process that answers no ping for so long is away; heavy questions are worked on in turns, and its own memory is swept in less. */
const LIMIT_MS = 10_000;
/** How long it may take to come up after it ended, until it is ended and tried again. */
const START_LIMIT_MS = 120_000;
/** The path of a socket may have 107 bytes on Linux and 103 elsewhere. */
const LONGEST_SOCKET_PATH_BYTES = 100;

interface StartReaders {
  first: ReaderProcess;
  dataDir: string;
  handover: Omit<Handover, 'socket' | 'news'>;
  news: () => Promise<News>;
  answers: Answers<AskedOfIntake>;
  /** Where the state of the process is kept from the beginning, for health. */
  heartbeat: ReadersHeartbeat;
  log: Logger;
  stack: AsyncDisposableStack;
}

/** What is asked of readers, passed on to the process of their own. */
export interface Readers {
  handle(request: IncomingMessage, response: ServerResponse): void;
  keepStanding(): void;
}

interface ReadersHeartbeat {
  heartbeat: Heartbeat;
  /** Questions that they could not answer, as they last said. */
  unanswered: ReaderStore['unanswered'];
  note(unanswered: ReturnType<ReaderStore['unanswered']>): void;
  /** The same, but knows at once when the process has ended. */
  unavailableSince_ms: Heartbeat['unavailableSince_ms'];
  /** Which process is pinged; none = it is being started. */
  of(running: () => ReaderProcess | undefined): void;
}

export function readersHeartbeat(clock: Clock): ReadersHeartbeat {
  let running: (() => ReaderProcess | undefined) | undefined;
  let endedAt_ms: number | undefined;
  let unanswered: ReturnType<ReaderStore['unanswered']>;
  const ping = async (signal: AbortSignal): Promise<void> => {
    const child = running?.();
    if (child === undefined) throw new Error('it is being started');
    const cut = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('no answer')), { once: true });
    });
    await Promise.race([child.remote.ping(), cut]);
  };
  const heartbeat = createHeartbeat({ name: 'readers', ping, clock, limit_ms: LIMIT_MS });
  return {
    heartbeat,
    unanswered: () => unanswered,
    note: (questions) => (unanswered = questions),
    unavailableSince_ms: () => {
      endedAt_ms = running !== undefined && running() === undefined ? (endedAt_ms ?? clock()) : undefined;
      return endedAt_ms ?? heartbeat.unavailableSince_ms();
    },
    of: (process) => (running = process),
  };
}

/**
 * Starts the process that answers readers, starts it again when it ends or hangs, and passes on to it what is asked. This process
 * neither computes nor holds anything of an answer.
 */
export async function startReaders(options: StartReaders): Promise<Readers> {
  const { first, dataDir, heartbeat, log, stack } = options;
  const socket = socketIn(dataDir, stack);
  const refusal = createRefusal();
  const up = async (child: ReaderProcess): Promise<ReaderProcess> => {
    rmSync(socket, { force: true });
    child.answerWith(options.answers);
    const handover = { ...options.handover, socket, news: await options.news() };
    const scripts = await child.remote.start(handover).catch((error: unknown) => {
      throw new Error('the process that answers readers did not start; see above', { cause: error });
    });
    refusal.keep(scripts);
    return child;
  };
  const watched = await watchChild<ReaderProcess>('readers', log, (before) =>
    before === undefined ? up(first) : within(START_LIMIT_MS, beginReaders(dataDir), up),
  );
  heartbeat.of(() => watched.running());
  heartbeat.heartbeat.start();
  // One that is busy and answers nothing is of no use: that it works does not count.
  const supervision = supervise({
    name: 'readers',
    running: () => watched.running(),
    heartbeat: heartbeat.heartbeat,
    progress: () => '',
    log,
  });
  const sendNews = async (): Promise<void> => {
    const news = await options.news();
    heartbeat.note(await watched.running()?.remote.takeNews(news));
  };
  const sending = repeat(NEWS_EVERY_MS, () => sendNews().catch(() => undefined));
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  stack.defer(async () => {
    supervision.stop();
    const hung = heartbeat.heartbeat.unavailableSince_ms() === undefined ? undefined : watched.running();
    heartbeat.heartbeat.stop();
    const stopped = watched.stop();
    if (hung !== undefined) killFamily(hung.pid);
    await Promise.all([stopped, sending.stop()]);
    agent.destroy();
  });
  return {
    handle: (request, response) => {
      heartbeat.heartbeat
        .whileAnswering((signal) => passOn(request, response, { agent, socketPath: socket, signal }))
        .catch(() => refusal.refuse(request, response));
    },
    keepStanding: () =>
      void watched
        .running()
        ?.remote.keepStanding()
        .catch(() => undefined),
  };
}

/** In the data directory, which is ours alone; where its path is too long for a socket, in a folder of our own. */
function socketIn(dataDir: string, stack: AsyncDisposableStack): string {
  const inside = path.join(dataDir, 'readers.sock');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH_BYTES) return inside;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emc-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'readers.sock');
}

/** @throws Error when the child is not up in time; it is ended then */
async function within(
  limit_ms: number,
  child: ReaderProcess,
  up: (child: ReaderProcess) => Promise<ReaderProcess>,
): Promise<ReaderProcess> {
  const timer = setTimeout(() => killFamily(child.pid), limit_ms);
  try {
    return await up(child);
  } catch (error) {
    killFamily(child.pid);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
