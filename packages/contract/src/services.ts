import type {
  Body,
  BodyChange,
  BodyWithConnection,
  NewBody,
  NewPortal,
  NewUnit,
  Portal,
  PortalChange,
  PortalWithSnippet,
  Unit,
  UnitChange,
} from './registry.ts';
import type { Day } from './time.ts';
import type { OtherValuesOfPortal } from './bounded-values.ts';
import type { PeriodQuery } from './figures.ts';
import type { Live, LivePages, PortalServices, RecentPages, Usage, UsageQuery } from './usage.ts';

/** When each portal was last heard, by siteId: Unix milliseconds. Measured by one room, asked by another. */
export type LastHits = ReadonlyMap<number, number>;

/** What the register can do. Implemented by the room `connect`; throws EmcError. */
export interface Registry {
  listBodies(filter: { asOf?: Day; kind?: string }): Promise<BodyWithConnection[]>;
  getBody(code: string, asOf?: Day): Promise<BodyWithConnection>;
  addBody(body: NewBody): Promise<Body>;
  changeBody(code: string, change: BodyChange): Promise<Body>;
  listUnits(bodyCode: string, asOf?: Day): Promise<Unit[]>;
  addUnit(bodyCode: string, unit: NewUnit): Promise<Unit>;
  changeUnit(id: number, change: UnitChange): Promise<Unit>;
  listPortals(filter: {
    bodyCode?: string;
    unitId?: number;
    kind?: string;
    state?: string;
    q?: string;
    limit: number;
    offset: number;
  }): Promise<{ total: number; items: Portal[] }>;
  getPortal(siteId: number): Promise<PortalWithSnippet>;
  addPortal(portal: NewPortal): Promise<PortalWithSnippet>;
  changePortal(siteId: number, change: PortalChange): Promise<PortalWithSnippet>;
  retirePortal(siteId: number, on?: Day): Promise<PortalWithSnippet>;
}

export type Subject =
  | { kind: 'portal'; siteId: number }
  | { kind: 'unit'; unitId: number }
  | { kind: 'body'; code: string }
  | { kind: 'country' };

/** What can be asked about usage. Implemented by the room `measure`; throws EmcError. */
export interface UsageFigures {
  usage(subject: Subject, query: UsageQuery): Promise<Usage>;
  live(): Promise<Live>;
  /** @param bodyCode only hits of its portals; undefined = of all */
  livePages(bodyCode: string | undefined): Promise<LivePages>;
  /** With pages: not everybody may see all of it. */
  recent(siteId: number, minutes: number): Promise<RecentPages>;
  /** By the codes as they were sent: not everybody may see them. */
  services(siteId: number, query: PeriodQuery): Promise<PortalServices>;
  /** What of the portal's last days, today included, was stored as "other". */
  otherValues(siteId: number, days: number): Promise<OtherValuesOfPortal>;
}

/** The portals of a subject on the map of a day. The register knows it, the measures need it. */
export interface Hierarchy {
  resolve(
    subject: Subject,
    mapDay: Day,
  ): Promise<{ id: string; nameVi: string; nameEn: string; portals: HierarchyPortal[] }>;
  counts(): Promise<{ bodies: number; connected: number; partly: number; portals: number; receiving: number }>;
  portal(siteId: number): Promise<{ siteId: number; name: string; bodyCode: string } | undefined>;
  /** Those of the portals that exist, from one reading of the register. */
  portals(siteIds: readonly number[]): Promise<{ siteId: number; name: string; bodyCode: string }[]>;
}
export interface HierarchyPortal {
  siteId: number;
  name: string;
  liveOn: Day | null;
  registeredOn: Day;
  retiredOn: Day | null;
}

/** A portal as the collector needs it. */
export interface CollectedSite {
  siteId: number;
  /** Lower-case hosts; an entry `*.x` stands for every host below x. */
  hosts: string[];
  retired: boolean;
}
