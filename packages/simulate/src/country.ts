import type { Body, Day, PORTAL_KINDS, ProcedureLevel } from '@emc/contract';

/** What is wrong with a portal, so that the pages have something to say. */
export type Fault =
  | { kind: 'none' }
  /** Registered and live, but its pages never carried the code. */
  | { kind: 'never-sent' }
  /** Nothing since that local day (included). */
  | { kind: 'silent'; since: Day }
  /** Since that day its pages are on a host that is not registered: what it sends is dropped as `wrong-host`. */
  | { kind: 'wrong-host'; since: Day; host: string };

export interface PlannedUnit {
  /** Names the unit inside the plan: `H56/soyte`. */
  key: string;
  bodyCode: string;
  parentKey: string | null;
  code: string | null;
  nameVi: string;
  nameEn: string;
  validFrom: Day | null;
}

export interface PlannedPortal {
  siteId: number;
  /** As of January 2024; the register follows the successions from there. */
  bodyCode: string;
  /** On the map of `today`. */
  bodyCodeToday: string;
  unitKey: string | null;
  kind: (typeof PORTAL_KINDS)[number];
  name: string;
  nameEn: string;
  host: string;
  url: string;
  allowedHosts: string[];
  liveOn: Day;
  /** When the operator entered it: what lies before is not expected of it. */
  registeredOn: Day;
  /** Its pages carry the code only since that day; null = as long as it is registered and live. */
  startedOn: Day | null;
  /** Its part of the country's visits; all parts together are 1. */
  share: number;
  /** Sends heart beats (`enableHeartBeatTimer`). */
  heartBeat: boolean;
  fault: Fault;
}

export interface PlannedProcedure {
  bodyCode: string;
  /** National form. */
  code: string;
  name: string;
  fieldCode: string;
  field: string;
  level: ProcedureLevel;
  hasFee: boolean;
  onlinePayment: boolean;
  /** Working days. */
  statutoryDays: number;
  /** How often it is asked for, beside the body's others. */
  weight: number;
}

export interface PlannedSystem {
  /** As of January 2024; the register follows the successions from there. */
  bodyCode: string;
  name: string;
  agencyCode: string;
  /** Of the body's public service portal: what it sends in TrackingMCDT. */
  siteId: number | null;
  /** Where it sends from. */
  address: string;
  registeredOn: Day;
  fault: Fault;
  /** On an ordinary working day. */
  dossiersADay: number;
}

/**
 * A simulated country. Nothing in it was measured: whoever shows it must say so (the settings key `simulated` of the
 * control store, set to `true` by the program when it runs the simulator).
 */
export interface CountryPlan {
  seed: number;
  today: Day;
  bodies: Body[];
  units: PlannedUnit[];
  portals: PlannedPortal[];
  procedures: PlannedProcedure[];
  systems: PlannedSystem[];
}
