import { type Day, DAY_MS, startOfDay } from '@emc/contract';
import { type DossierChange, emptyDossierChange } from '@emc/event-store';
import type { CountryPlan, PlannedProcedure, PlannedSystem } from '../country.ts';
import { readinessOn } from './readiness.ts';
import { exponential, mix, poisson, type Random, seededRandom, textSeed, Wheel } from '../random.ts';
import { dayFactor } from '../volume.ts';

/** Nothing takes longer: how far back a change's dossier may have been received. */
export const LONGEST_DAYS = 24;
const HOUR_MS = 3_600_000;
const OPENS_AT_HOUR = 7.5;
const OPEN_HOURS = 9;

/** What a system needs to make dossiers. */
export interface Desk {
  system: PlannedSystem;
  systemId: number;
  procedures: Wheel<PlannedProcedure>;
}

/** @param systemIds numbers of the register, by body */
export function openDesks(plan: CountryPlan, systemIds: ReadonlyMap<string, number>): Desk[] {
  const byBody = Map.groupBy(plan.procedures, ({ bodyCode }) => bodyCode);
  return plan.systems.flatMap((system) => {
    const systemId = systemIds.get(system.bodyCode);
    const offered = byBody.get(system.bodyCode) ?? [];
    if (systemId === undefined || offered.length === 0) return [];
    const procedures = new Wheel(offered, ({ weight }) => weight);
    return [{ system, systemId, procedures }];
  });
}

/** Whether the system sends on the day. */
export function systemSendsOn({ fault, registeredOn }: PlannedSystem, day: Day): boolean {
  if (day < registeredOn || fault.kind === 'never-sent') return false;
  return fault.kind === 'none' || day < fault.since;
}

/** A made-up dossier: what became of it, and when. */
export interface MadeDossier {
  desk: Desk;
  code: string;
  procedure: PlannedProcedure;
  online: boolean;
  post: boolean;
  electronic: boolean;
  received_ms: number;
  due_ms: number;
  finished_ms: number;
  paidOnline: boolean;
  citizen: boolean;
}

/** The dossiers that a system receives on a day; the same for the same plan, whatever else is asked for. At least one. */
export function dossiersOf(seed: number, desk: Desk, day: Day, scale: number): MadeDossier[] {
  const random = seededRandom(mix(seed, textSeed(desk.system.bodyCode), textSeed(day), 25));
  const count = Math.max(1, poisson(random, desk.system.dossiersADay * dayFactor(seed, day) * scale));
  const readiness = readinessOn(seed, desk.system.bodyCode, day);
  return Array.from({ length: count }, (_, index) => makeDossier({ desk, day, readiness }, index + 1, random));
}

interface DeskDay {
  desk: Desk;
  day: Day;
  readiness: number;
}

function makeDossier({ desk, day, readiness }: DeskDay, number: number, random: Random): MadeDossier {
  const procedure = desk.procedures.pick(random);
  const online = random() < onlineChance(procedure, readiness);
  const received_ms = Math.floor(startOfDay(day) + (OPENS_AT_HOUR + OPEN_HOURS * random()) * HOUR_MS);
  const allowed_days = procedure.statutoryDays * 1.4;
  const late = random() < 0.15 - 0.15 * readiness;
  const taken_days = Math.min(
    LONGEST_DAYS,
    late ? allowed_days + exponential(random, 2) : allowed_days * (0.1 + 0.85 * random()),
  );
  return {
    desk,
    code: `${desk.system.agencyCode}-${day.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`,
    procedure,
    online,
    post: !online && random() < 0.06,
    electronic: online && (procedure.level === 'full' || random() < 0.4),
    received_ms,
    due_ms: received_ms + Math.floor(allowed_days * DAY_MS),
    finished_ms: received_ms + Math.max(HOUR_MS, Math.floor(taken_days * DAY_MS)),
    paidOnline: procedure.onlinePayment && random() < (online ? 0.35 + 0.6 * readiness : 0.08),
    citizen: random() < 0.78,
  };
}

function onlineChance({ level }: PlannedProcedure, readiness: number): number {
  if (level === 'full') return 0.48 + 0.5 * readiness;
  return level === 'partial' ? 0.3 + 0.5 * readiness : 0;
}

/** The record that a synchronising system sends when it is received, and the one when it is finished. */
export function changesOf(dossier: MadeDossier): DossierChange[] {
  const received: DossierChange = {
    ...emptyDossierChange(),
    systemId: dossier.desk.systemId,
    received_ms: dossier.received_ms,
    feed: 'synchronisation',
    dossier: dossier.code,
    coded_ms: startOfDay(`20${dossier.code.split('-')[1]!.replace(/(..)(..)(..)/, '$1-$2-$3')}`),
    procedure: dossier.procedure.code,
    unit: dossier.desk.system.agencyCode,
    version_ms: dossier.received_ms,
    status: 4,
    channel: dossier.online ? 'online' : dossier.post ? 'post' : 'direct',
    submitted_ms: dossier.received_ms,
    receivedByDesk_ms: dossier.received_ms,
    due_ms: dossier.due_ms,
    delivery: dossier.electronic ? 'electronic' : dossier.post ? 'post' : 'desk',
    hasFee: dossier.procedure.hasFee,
    paidOnline: dossier.paidOnline,
    applicantKind: dossier.citizen ? 1 : 2,
  };
  const { finished_ms } = dossier;
  const finished = { ...received, received_ms: finished_ms, version_ms: finished_ms, status: 10 };
  return [received, { ...finished, processed_ms: finished_ms, returned_ms: finished_ms }];
}
