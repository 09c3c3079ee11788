import {
  accountListSchema,
  accountWithPasswordSchema,
  auditCheckSchema,
  auditListSchema,
  bodyCampaignListSchema,
  campaignDetailSchema,
  campaignListSchema,
  changedAccountSchema,
  dayOf,
  decisionSchema,
  healthSchema,
  importReportSchema,
  newAccountSchema,
  newCampaignSchema,
  newSystemSchema,
  oneDossierSchema,
  portalConnectionSchema,
  procedureImportSchema,
  recentChangesSchema,
  refusedListSchema,
  systemListSchema,
  systemSchema,
  systemWithKeySchema,
  whoAmISchema,
  type Account,
  type PortalWithSnippet,
} from '@emc/contract';
import type { IncomingMessage } from 'node:http';
import { madeUpPortalConnection } from './made-up-connection.ts';
import { madeUpHealth, madeUpRefused } from './made-up-morning.ts';
import { madeUpAccounts, madeUpAudit, madeUpMe } from './made-up-people.ts';
import type { MadeUpRegister } from './made-up-register.ts';
import { madeUpSystemDossiers } from './made-up-dossiers.ts';
import {
  madeUpCampaigns,
  madeUpChanges,
  madeUpContradicted,
  madeUpDossier,
  madeUpImport,
  madeUpSystems,
} from './made-up-systems.ts';

interface OfficeQuestion {
  req: IncomingMessage;
  parts: readonly string[];
  search: URLSearchParams;
  body: () => Promise<unknown>;
  portalOf: (siteId: string | undefined) => PortalWithSnippet;
  /** The refusal that the API gives, by its code. */
  refuse: (
    code: 'sign-in-required' | 'system-unknown' | 'campaign-unknown' | 'dossier-unknown' | 'account-email-taken',
  ) => Error;
}

const MADE_UP_SECRET = 'khoa-chi-hien-mot-lan-7Qm2';

/** The signed-in side of the made-up API: forgets everything when it ends. */
export function createMadeUpOffice(register: MadeUpRegister, clock: () => number) {
  const accounts = madeUpAccounts();
  const systems = madeUpSystems(clock());
  const campaigns = madeUpCampaigns(register, clock());

  /** Undefined when the question is not about the signed-in side. */
  return async function answer(question: OfficeQuestion): Promise<unknown> {
    const { req, parts } = question;
    const [what = '', id, part] = parts;
    const me = madeUpMe(accounts, req.headers.cookie);
    if (what === 'me') return whoAmISchema.parse(me);
    if (what === 'health') return healthSchema.parse(madeUpHealth(clock()));
    const own = what === 'portals' && part === 'check' && req.method === 'POST';
    const importing = what === 'procedures' && id === 'import';
    const told = what === 'bodies' && part === 'campaigns';
    if (!own && !importing && !told && !['accounts', 'audit', 'campaigns', 'refused', 'systems'].includes(what))
      return undefined;
    if (me.account === null) throw question.refuse('sign-in-required');
    if (own) return portalConnectionSchema.parse(madeUpPortalConnection(question.portalOf(id), clock()));
    if (importing) return importReportSchema.parse(madeUpImport(procedureImportSchema.parse(await question.body())));
    if (what === 'refused') return refusedListSchema.parse(madeUpRefused(question.search, clock()));
    if (told) return bodyCampaignListSchema.parse(campaignsOf(String(id).toUpperCase()));
    if (what === 'accounts') return ofAccounts(question);
    if (what === 'audit') return ofAudit(question);
    return what === 'systems' ? ofSystems(question) : ofCampaigns(question, me.account);
  };

  function campaignsOf(bodyCode: string): unknown {
    const items = campaigns.map(({ counts: _left, proposals, ...campaign }) => ({
      ...campaign,
      proposal: proposals.find((proposal) => proposal.bodyCode === bodyCode) ?? null,
    }));
    return { total: items.length, items };
  }

  async function ofAccounts({ req, parts, body, refuse }: OfficeQuestion): Promise<unknown> {
    if (req.method === 'GET') return accountListSchema.parse({ total: accounts.length, items: accounts });
    if (req.method === 'POST') {
      const asked = newAccountSchema.parse(await body());
      if (accounts.some(({ email }) => email === asked.email)) throw refuse('account-email-taken');
      const made: Account = {
        ...asked,
        bodyCode: asked.bodyCode ?? null,
        id: `a${accounts.length}`,
        secondFactor: false,
        disabled: false,
        createdAt: new Date(clock()).toISOString(),
      };
      accounts.push(made);
      return accountWithPasswordSchema.parse({ ...made, password: MADE_UP_SECRET });
    }
    const change = (await body()) as { disabled?: boolean; newPassword?: true; resetSecondFactor?: true };
    const account = accounts.find((known) => known.id === parts[1])!;
    if (change.disabled !== undefined) account.disabled = change.disabled;
    if (change.resetSecondFactor) account.secondFactor = false;
    return changedAccountSchema.parse({ ...account, password: change.newPassword ? MADE_UP_SECRET : null });
  }

  function ofAudit({ parts, search }: OfficeQuestion): unknown {
    const entries = madeUpAudit(clock());
    if (parts[1] === 'check') {
      const [head, noted] = [entries[0]!.hash, search.get('head')];
      const missing = noted === null || entries.some(({ hash }) => hash === noted) ? [] : [noted];
      return auditCheckSchema.parse({
        intact: missing.length === 0,
        entries: 120,
        firstBroken: missing.length === 0 ? null : 1,
        head,
        headsCompared: noted === null ? 0 : 1,
        headsMissing: missing,
      });
    }
    const actor = search.get('actor');
    const target = search.get('target') ?? '';
    const [from, to] = [search.get('from') ?? '', search.get('to') ?? '9999'];
    const found = entries.filter(
      (entry) =>
        (actor === null || entry.actor === actor) &&
        entry.target.includes(target) &&
        dayOf(Date.parse(entry.at)) >= from &&
        dayOf(Date.parse(entry.at)) <= to,
    );
    const offset = Number(search.get('offset') ?? 0);
    return auditListSchema.parse({
      total: found.length,
      items: found.slice(offset, offset + Number(search.get('limit') ?? 100)),
    });
  }

  async function ofSystems(question: OfficeQuestion): Promise<unknown> {
    const { req, parts, search, body, refuse } = question;
    const [, id, part] = parts;
    if (id === undefined && req.method === 'POST') {
      const asked = newSystemSchema.parse(await body());
      const made = { ...madeUpSystems(clock())[2]!, id: 20 + systems.length, agencyCode: null, siteId: null, ...asked };
      systems.push(made);
      return systemWithKeySchema.parse({ ...made, key: MADE_UP_SECRET });
    }
    if (id === undefined) {
      const items = systems.filter(
        ({ bodyCode, state }) =>
          (search.get('body') ?? bodyCode) === bodyCode && (search.get('state') ?? state) === state,
      );
      return systemListSchema.parse({ total: items.length, items });
    }
    const system = systems.find((known) => known.id === Number(id));
    if (system === undefined) throw refuse('system-unknown');
    if (part === 'dossiers' && parts[3] === undefined) return madeUpSystemDossiers(register, system, clock());
    if (part === 'dossiers') {
      const told = madeUpDossier(system.id, decodeURIComponent(parts[3] ?? ''), clock());
      if (told === undefined) throw refuse('dossier-unknown');
      return oneDossierSchema.parse(told);
    }
    if (part === 'contradictions') return madeUpContradicted(system.id, register.today(), clock());
    if (part === 'recent')
      return recentChangesSchema.parse(madeUpChanges(system.id, clock(), Number(search.get('minutes') ?? 30)));
    if (part === 'key') return systemWithKeySchema.parse({ ...system, key: MADE_UP_SECRET });
    if (part === 'retire') Object.assign(system, { state: 'retired', retiredOn: register.today() });
    if (req.method === 'PATCH') Object.assign(system, await body());
    return systemSchema.parse(system);
  }

  async function ofCampaigns({ req, parts, body, refuse }: OfficeQuestion, by: Account): Promise<unknown> {
    const [, id, part, bodyCode] = parts;
    if (id === undefined && req.method === 'GET')
      return campaignListSchema.parse({
        total: campaigns.length,
        items: campaigns,
      });
    if (id === undefined) {
      const asked = newCampaignSchema.parse(await body());
      campaigns.push({ ...campaigns[1]!, ...asked, id: campaigns.length + 1, passed: asked.limit < register.today() });
      return campaignDetailSchema.parse(campaigns.at(-1));
    }
    const campaign = campaigns.find((known) => known.id === Number(id));
    if (campaign === undefined) throw refuse('campaign-unknown');
    if (part === 'proposals') {
      const { decision, reason } = decisionSchema.parse(await body());
      const proposal = campaign.proposals.find((known) => known.bodyCode === bodyCode)!;
      const decidedAt = new Date(clock()).toISOString();
      Object.assign(proposal, { decision, decisionReason: reason, decidedBy: by.email, decidedAt });
      campaign.counts.decided = campaign.proposals.filter((known) => known.decision !== null).length;
    }
    return campaignDetailSchema.parse(campaign);
  }
}
