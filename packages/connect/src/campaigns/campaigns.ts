import type { Database, Kysely } from '@emc/control-store';
import {
  type BodyCampaignList,
  type Campaign,
  type CampaignDetail,
  type Clock,
  type Connections,
  type Day,
  dayOf,
  EmcError,
  localIso,
  type Proposal,
  type PublishedDecision,
  type WordsInBoth,
} from '@emc/contract';
import { bodyExistingOn, knownBody } from '../refusals.ts';
import { bodyOn, nameOn, nearestRow, type Register } from '../register.ts';
import type { RegisterStore } from '../register-store.ts';
import {
  insertCampaign,
  insertDecision,
  readCampaigns,
  type StoredCampaign,
  type StoredDecision,
} from './campaign-store.ts';

/** How the bodies are connected on a day. */
export interface JudgedDay {
  day: Day;
  register: Register;
  stateOf(code: string): { state: Proposal['stateNow']; reason: WordsInBoth };
}

export interface CampaignsOptions {
  db: Kysely<Database>;
  clock: Clock;
  store: RegisterStore;
  /** At the end of the day, or now when it is not over. */
  judge: (day: Day) => Promise<JudgedDay>;
}

type CampaignPart = 'listCampaigns' | 'getCampaign' | 'campaignsOf' | 'addCampaign' | 'decide' | 'decisions';

/**
 * Written time limits. Who is not fully connected when the last day is over is proposed "not evaluated"; a person decides
 * each proposal with a reason, and may decide again. Until then the list is a preview of how it would be today.
 */
export function createCampaigns({ db, clock, store, judge }: CampaignsOptions): Pick<Connections, CampaignPart> {
  const detailOf = async (campaign: StoredCampaign): Promise<CampaignDetail> => {
    const today = dayOf(clock());
    const now = await judge(today);
    return describe(campaign, today > campaign.limit ? await judge(campaign.limit) : null, now);
  };
  /** What the body itself is told; undefined when the campaign does not concern it. */
  const toldTo = async (
    code: string,
    stored: StoredCampaign,
  ): Promise<BodyCampaignList['items'][number] | undefined> => {
    const today = dayOf(clock());
    const { proposals, counts: _left, ...campaign } = await detailOf(stored);
    const proposal = proposals.find(({ bodyCode }) => bodyCode === code) ?? null;
    const isConcerned = concerned(stored, await judge(today > stored.limit ? stored.limit : today)).includes(code);
    return isConcerned ? { ...campaign, proposal } : undefined;
  };
  const known = async (id: number): Promise<StoredCampaign> => {
    const campaign = (await readCampaigns(db)).find((one) => one.id === id);
    if (campaign === undefined) throw new EmcError('campaign-unknown', `There is no campaign ${id}.`);
    return campaign;
  };
  return {
    async listCampaigns() {
      const details = await Promise.all((await readCampaigns(db)).map(detailOf));
      return { total: details.length, items: details.map(({ proposals: _left, ...campaign }): Campaign => campaign) };
    },
    getCampaign: async (id) => detailOf(await known(id)),
    async campaignsOf(bodyCode) {
      knownBody(await store.read(), bodyCode);
      const told = await Promise.all((await readCampaigns(db)).map((campaign) => toldTo(bodyCode, campaign)));
      const items = told.filter((campaign) => campaign !== undefined);
      return { total: items.length, items };
    },
    async addCampaign(campaign, by) {
      const register = await store.read();
      for (const code of campaign.bodyCodes ?? []) bodyExistingOn(register, code, dayOf(clock()));
      return detailOf(await known(await insertCampaign(db, campaign, by, clock())));
    },
    async decide(id, bodyCode, { decision, reason }, by) {
      const campaign = await known(id);
      if (dayOf(clock()) <= campaign.limit) {
        throw new EmcError('limit-not-passed', `The last day of campaign ${id} is ${campaign.limit}.`);
      }
      const proposal = (await detailOf(campaign)).proposals.find((one) => one.bodyCode === bodyCode);
      const stateAtLimit = proposal?.stateAtLimit ?? null;
      if (stateAtLimit === null) {
        throw new EmcError('proposal-unknown', `${bodyCode} is not among the proposals of campaign ${id}.`);
      }
      const decided = { decision, reason, decidedBy: by, decidedAt_ms: clock(), stateAtLimit };
      await insertDecision(db, id, bodyCode, decided);
      return detailOf(await known(id));
    },
    async decisions(asOf) {
      const day = asOf ?? dayOf(clock());
      const [register, all] = await Promise.all([store.read(), readCampaigns(db)]);
      // The newest time limit comes first: what was decided on an older one holds only where the newer says nothing.
      const holding = new Map<string, PublishedDecision>();
      for (const campaign of all.filter(({ limit }) => limit <= day)) {
        for (const [code, decision] of campaign.decisions) {
          if (!holding.has(code)) holding.set(code, published(code, decision, campaign, { register, day }));
        }
      }
      const items = [...holding.values()].sort((a, b) => (a.bodyCode < b.bodyCode ? -1 : 1));
      return { asOf: day, total: items.length, items };
    },
  };
}

/** @param atLimit null = the last day is not over */
function describe(campaign: StoredCampaign, atLimit: JudgedDay | null, now: JudgedDay): CampaignDetail {
  const decisive = atLimit ?? now;
  const bodies = concerned(campaign, decisive);
  const proposals = bodies
    // What was decided stays in the list, even if the register was corrected since.
    .filter((code) => decisive.stateOf(code).state !== 'connected' || campaign.decisions.has(code))
    .map((code) => proposalOf(code, campaign, atLimit, now));
  return {
    id: campaign.id,
    name: campaign.name,
    document: campaign.document,
    limit: campaign.limit,
    createdAt: localIso(campaign.createdAt_ms),
    passed: atLimit !== null,
    counts: {
      bodies: bodies.length,
      connected: bodies.filter((code) => decisive.stateOf(code).state === 'connected').length,
      proposed: proposals.length,
      decided: proposals.filter(({ decision }) => decision !== null).length,
    },
    proposals,
  };
}

/** The bodies that the campaign is about, as they are on the day: those named or who took over from them, or all. */
function concerned({ bodyCodes }: StoredCampaign, { register, day }: JudgedDay): string[] {
  const existing = [...register.bodies.values()].filter((body) => nameOn(body, day) !== undefined);
  const codes = bodyCodes?.map((code) => bodyOn(register, code, day)) ?? existing.map(({ code }) => code);
  return [...new Set(codes)].sort();
}

function proposalOf(code: string, campaign: StoredCampaign, atLimit: JudgedDay | null, now: JudgedDay): Proposal {
  const decisive = atLimit ?? now;
  const decided = campaign.decisions.get(code);
  return {
    ...named(code, decisive),
    stateAtLimit: atLimit?.stateOf(code).state ?? null,
    // A body that was dissolved since is as connected as who took over from it.
    stateNow: now.stateOf(bodyOn(now.register, code, now.day)).state,
    reason: decisive.stateOf(code).reason,
    decision: decided?.decision ?? null,
    decidedBy: decided?.decidedBy ?? null,
    decidedAt: decided === undefined ? null : localIso(decided.decidedAt_ms),
    decisionReason: decided?.reason ?? null,
  };
}

function named(code: string, { register, day }: Pick<JudgedDay, 'register' | 'day'>) {
  const body = register.bodies.get(code);
  const { nameVi, nameEn } = body === undefined ? { nameVi: code, nameEn: code } : nearestRow(body.names, day);
  return { bodyCode: code, nameVi, nameEn };
}

/** What everybody may see of a decision: not who took it. */
function published(
  code: string,
  { decision, reason, decidedAt_ms }: StoredDecision,
  { name, document, limit }: StoredCampaign,
  on: Pick<JudgedDay, 'register' | 'day'>,
): PublishedDecision {
  return {
    ...named(code, on),
    notEvaluated: decision === 'not-evaluated',
    reason,
    decidedAt: localIso(decidedAt_ms),
    campaign: name,
    document,
    limit,
  };
}
