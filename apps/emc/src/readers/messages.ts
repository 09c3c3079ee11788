import type { Damage, HealthReport, Repair } from '@emc/contract';
import type { ReaderStore } from '@emc/event-store';
import type { Freshness } from '../roles/presence.ts';
import type { StartReading } from '../roles/start-reading.ts';
import type { StoreAccess } from './stores-for-readers.ts';

/** What the process of readers is started with; it travels over the IPC channel, for command lines and environments can be read by others. */
export interface Handover extends Pick<StartReading, 'settings' | 'publicUrl' | 'simulated'> {
  stores: StoreAccess;
  operatorKey: string;
  logLevel: string;
  /** Where it listens: a socket file. */
  socket: string;
  /** Whether it looks at portals' pages by itself. */
  checksPages: boolean;
  news: News;
}

/** What the process that collects knows and readers need, sent ten times a second. */
export interface News {
  /** By how much its clock is ahead of the machine's. */
  clockAhead_ms: number;
  freshness: Freshness;
  health: HealthReport;
  damage: readonly Damage[];
  /** Servers of a cluster not to be asked. */
  avoid: readonly string[];
}

/** A script for portals' pages, as it is served while no reader is answered. */
export interface Script {
  path: string;
  body: Uint8Array;
  headers: Readonly<Record<string, string>>;
}

/** What the process of readers answers to the one that started it. */
export interface AskedOfReaders {
  /** Answers when it listens. */
  start(handover: Handover): readonly Script[];
  ping(): void;
  /** Answers with the questions that could not be answered. */
  takeNews(news: News): ReturnType<ReaderStore['unanswered']>;
  keepStanding(): void;
  /** Answers when all has ended in order; the process ends then. */
  stop(): void;
}

/** What the process that collects answers to the process of readers. */
export interface AskedOfIntake {
  /** Answers when the collector knows the portals as they are committed. */
  reloadSites(): void;
  reloadSystems(): void;
  startRepair(given: { accept: boolean }): Repair;
  repairState(): Repair;
}

/**
 * Carries the address of the client, and that which it connected to, to the process of readers. Only this program sets it: what a
 * client sends under the name is dropped.
 */
export const CLIENT_HEADER = 'x-emc-client';

export const NAMES_OF_READERS: readonly (keyof AskedOfReaders)[] = [
  'start',
  'ping',
  'takeNews',
  'keepStanding',
  'stop',
];
export const NAMES_OF_INTAKE: readonly (keyof AskedOfIntake)[] = [
  'reloadSites',
  'reloadSystems',
  'startRepair',
  'repairState',
];
