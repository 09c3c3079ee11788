import type {
  Account,
  AccountChange,
  AccountWithPassword,
  AuditCheck,
  AuditHead,
  NotedHead,
  AuditEntry,
  Caller,
  NewAccount,
  SignInAnswer,
  SignInPath,
  WhoAmI,
} from './accounts.ts';
import type {
  BodyCampaignList,
  BodyConnectionDetail,
  Campaign,
  CampaignDetail,
  ConnectionBoard,
  Decision,
  DecisionList,
  NewCampaign,
  PortalConnection,
} from './connection.ts';
import type {
  BodyDossiers,
  ContradictedDossiers,
  DossierCounts,
  DossierFigures,
  OneDossier,
  RecentChanges,
} from './dossiers.ts';
import type { BodyPortalDays, Evaluation, IndicatorSetView, ReportCard } from './evaluation.ts';
import type { FigureCompleteness, Period, PeriodQuery } from './figures.ts';
import type { CountryPage } from './open-data.ts';
import type { ImportReport, Procedure, ProcedureImport, ProcedureLevel, ProcedureList } from './procedures.ts';
import type { RefusedList } from './refused.ts';
import type { LastHits } from './services.ts';
import type { NewSystem, System, SystemChange, SystemWithKey } from './systems.ts';
import type { Day } from './time.ts';

/** What one room does for another, handed over by apps/emc. Everything throws EmcError. */

/** Procedure-handling systems. Implemented by `connect`. */
export interface Systems {
  listSystems(filter: { bodyCode?: string; state?: string }): Promise<{ total: number; items: System[] }>;
  getSystem(id: number): Promise<System>;
  /** Gives its key, this once. */
  addSystem(system: NewSystem): Promise<SystemWithKey>;
  changeSystem(id: number, change: SystemChange): Promise<System>;
  /** A new key; the old one stops working at once. */
  renewKey(id: number): Promise<SystemWithKey>;
  retireSystem(id: number, on?: Day): Promise<System>;
  /** Every system, retired ones too, with the body whose it is on the map of the day (successions followed). */
  systemsOn(
    day: Day,
  ): Promise<{ systemId: number; bodyCode: string; name: string; registeredOn: Day; retiredOn: Day | null }[]>;
}

/** A procedure, as figures need it. */
export interface CatalogueEntry {
  bodyCode: string;
  /** National code. */
  code: string;
  nameVi: string;
  level: ProcedureLevel;
  hasFee: boolean;
  onlinePayment: boolean;
}

/** A file in UTF-8, in pieces that end where a character ends: the same array for as long as nothing in it has changed. */
export type FileInPieces = readonly Uint8Array[];

/** The catalogue of procedures. Implemented by `connect`. */
export interface Catalogue {
  listProcedures(filter: {
    bodyCode?: string;
    level?: ProcedureLevel;
    q?: string;
    asOf?: Day;
    limit: number;
    offset: number;
  }): Promise<ProcedureList>;
  getProcedure(bodyCode: string, code: string): Promise<Procedure>;
  /**
   * Takes the file whole or not at all. `bodyCode` of the import limits every row to that body. Figures of days gone by follow
   * the catalogue of those days, so only the operator changes it (`changesPast`).
   */
  importProcedures(file: ProcedureImport, who: { changesPast: boolean }): Promise<ImportReport>;
  /** The catalogue of one body (or of all) in the form that the import takes. */
  exportProcedures(bodyCode?: string): Promise<FileInPieces>;
  /** All procedures valid on the day, of bodies as they are on that day's map. Kept in memory until the catalogue changes. */
  catalogueOn(day: Day): Promise<readonly CatalogueEntry[]>;
}

/** What arrived, as connection is judged by it. Implemented by `measure`. */
export interface Arrivals {
  /**
   * When each portal (by siteId) and system (by id) was last heard, as of the end of each day asked for, or as of now for
   * today. Unix milliseconds of receipt; who was never heard is not in the map.
   */
  asOf(days: readonly Day[]): Promise<ReadonlyMap<Day, { hits: LastHits; changes: LastHits }>>;
  /** Hosts that sent with a portal's siteId and were refused for it, within `window_h` hours before the end of the day (now for today). */
  wrongHosts(day: Day, window_h: number): Promise<readonly { siteId: number; host: string; count: number }[]>;
}

/** What arrived and was not taken, and why. Implemented by `measure`. */
export interface RefusedData {
  /** @param filter `bodyCode`: of the portals and systems that are this body's today; else of all, unknown senders too */
  refused(filter: { bodyCode?: string; hours: number }): Promise<RefusedList>;
}

/** Who is connected, as of any day. Implemented by `connect`. */
export interface Connections {
  board(asOf?: Day): Promise<ConnectionBoard>;
  body(code: string, asOf?: Day): Promise<BodyConnectionDetail>;
  portal(siteId: number): Promise<PortalConnection>;
  /** Fetches the portal's page now and says what was found. */
  checkPage(siteId: number): Promise<PortalConnection>;
  listCampaigns(): Promise<{ total: number; items: Campaign[] }>;
  getCampaign(id: number): Promise<CampaignDetail>;
  /** Those that concern the body, with what is proposed and decided about it. */
  campaignsOf(bodyCode: string): Promise<BodyCampaignList>;
  addCampaign(campaign: NewCampaign, by: string): Promise<CampaignDetail>;
  decide(campaignId: number, bodyCode: string, decision: Decision, by: string): Promise<CampaignDetail>;
  /** Decisions of campaigns whose limit is not after the day, the newest of each body. */
  decisions(asOf?: Day): Promise<DecisionList>;
}

/** Counts of one procedure of one body. */
export interface ProcedureDossiers {
  bodyCode: string;
  /** National code, or what was sent when it is none. */
  code: string;
  counts: DossierCounts;
}

/** `national`: whatever else was sent as a code, which may be any text, is one line without a code. */
export type ListedCodes = 'national' | 'as-sent';

/** What can be asked about dossiers. Implemented by `measure`. */
export interface Dossiers {
  figures(
    subject: { kind: 'body'; code: string } | { kind: 'country' } | { kind: 'system'; id: number },
    query: PeriodQuery,
    /** Which codes of procedures are listed; national ones alone when left out. */
    codes?: ListedCodes,
  ): Promise<DossierFigures>;
  /** Every body that existed on the last day of the period, in order of code. */
  byBody(query: PeriodQuery): Promise<BodyDossiers>;
  /** For the evaluation. Bodies without any system that ever sent are absent. */
  byProcedure(period: Period): Promise<{ items: readonly ProcedureDossiers[]; completeness: FigureCompleteness }>;
  recentChanges(systemId: number, minutes: number): Promise<RecentChanges>;
  /** @param dossier its code, as it was sent */
  oneDossier(systemId: number, dossier: string): Promise<OneDossier>;
  /** Dossiers of a system that say what cannot be, by the day of their receipt. */
  contradicted(systemId: number, query: PeriodQuery): Promise<ContradictedDossiers>;
}

/** Days on which each portal was used. Implemented by `measure`. */
export interface PortalDays {
  /** Days of the period with at least one page view, by siteId; a portal that had none is not in it. */
  usedDays(period: Period): Promise<ReadonlyMap<number, number>>;
}

/** Scores, ranks, explanations. Implemented by `evaluate`. */
export interface Evaluations {
  listSets(): Promise<readonly IndicatorSetView[]>;
  evaluate(setId: string, query: PeriodQuery): Promise<Evaluation>;
  reportCard(setId: string, bodyCode: string, query: PeriodQuery): Promise<ReportCard>;
  /** What the measures `portal_days.*` of a body are made of. */
  portalDays(bodyCode: string, query: PeriodQuery): Promise<BodyPortalDays>;
  country(query: PeriodQuery): Promise<CountryPage>;
}

/** Headers as node:http gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** People who sign in. Implemented by `accounts`. */
export interface Accounts {
  /** Who makes the request: by session cookie. @throws EmcError session-invalid when a cookie is there but no longer good */
  callerOf(headers: RequestHeaders): Promise<Caller>;
  whoAmI(headers: RequestHeaders): Promise<WhoAmI>;
  listAccounts(): Promise<{ total: number; items: Account[] }>;
  addAccount(account: NewAccount): Promise<AccountWithPassword>;
  /** With a password only when a new one was asked for. */
  changeAccount(id: string, change: AccountChange): Promise<Account & { password: string | null }>;
}

/** Signing in and out, passwords and second factors. Implemented by `accounts`. */
export interface SignIn {
  /**
   * @param request `body` as it was sent, not checked. `clientAddress` is used to slow down guessing and not kept.
   * @returns the answer, and values of Set-Cookie
   * @throws EmcError bad-request, sign-in-failed, sign-in-required, session-invalid, too-many-tries
   */
  signIn(request: {
    path: SignInPath;
    body: unknown;
    headers: RequestHeaders;
    clientAddress: string;
    /** Whether no one waits for the answer any more: what waits in line is then dropped. */
    hasLeft?: () => boolean;
  }): Promise<{ json: SignInAnswer; cookies: string[] }>;
}

interface AuditFilter {
  limit: number;
  offset: number;
  actor?: string;
  /** Part of the path of the request, such as `/portals/227`. */
  target?: string;
  /** Days in Viet Nam, both included. */
  from?: Day;
  to?: Day;
}

/** The log of every write, each entry chained to the one before. Implemented by `accounts`. */
export interface AuditLog {
  /** Written, and on disk, before the write that it speaks of is begun. Gives its number. */
  begin(entry: { caller: Caller; action: string; target: string; detail: Record<string, unknown> }): Promise<number>;
  /** What became of entry `number`: `done` or the code of the refusal. An entry of its own. */
  end(number: number, outcome: string): Promise<void>;
  /**
   * Counts a try that was refused before anything was done, such as a wrong password. What is counted becomes one entry with the
   * number of tries: a minute after the first, then every quarter of an hour, and before the next entry of the same actor.
   * @returns true for the first since the last such entry
   */
  countRefused(tried: { caller: Caller; action: string; target: string; outcome: string }): boolean;
  list(filter: AuditFilter): Promise<{ total: number; items: AuditEntry[] }>;
  /** Reads the whole chain, and looks for the heads of past days in it and for one that the asker noted. */
  verify(noted?: string): Promise<AuditCheck>;
  head(): Promise<AuditHead>;
  /** The heads of the days of a period, oldest first; of every day when it is left open. */
  notedHeads(period: PeriodQuery): Promise<NotedHead[]>;
}
