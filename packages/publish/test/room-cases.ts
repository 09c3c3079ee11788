import {
  type Catalogue,
  type Connections,
  type Dossiers,
  EmcError,
  type ErrorCode,
  type Evaluations,
  type RefusedData,
  type Systems,
} from '@emc/contract';
import type { Asked } from './asked.ts';

type Rooms = Catalogue & Systems & Dossiers & Connections & Evaluations & RefusedData;

/** A stand-in for any of the newer rooms that notes what it is asked and refuses, so that the refusal shows who was asked, and with what. */
export function refusing(asked: Asked, code: ErrorCode): Rooms {
  return new Proxy({} as Rooms, {
    get: (_room, what) =>
      async function note(...rest: unknown[]) {
        asked.push({ what: String(what), with: rest });
        throw new EmcError(code, 'a stand-in');
      },
  });
}

export interface RoomCase {
  id: string;
  url: string;
  method?: 'POST' | 'PATCH';
  body?: object;
  asked: { what: string; with: unknown[] };
}

const get = (id: string, url: string, what: string, ...rest: unknown[]): RoomCase => ({
  id,
  url,
  asked: { what, with: rest },
});
const send = (
  id: string,
  method: 'POST' | 'PATCH',
  url: string,
  body: object | undefined,
  what: string,
  ...rest: unknown[]
): RoomCase => ({
  id,
  method,
  url,
  ...(body === undefined ? {} : { body }),
  asked: { what, with: rest },
});

const PERIOD = { from: '2024-01-01', to: '2024-01-31' };
const IN_PERIOD = 'from=2024-01-01&to=2024-01-31';
const SYSTEM = { bodyCode: 'H56', name: 'Hệ thống một cửa', siteId: 227, addresses: ['203.0.113.7'] };
const CAMPAIGN = { name: 'Đợt 1', document: '12/CV', limit: '2024-01-18' };
const DECISION = { decision: 'not-evaluated', reason: 'Chưa gắn mã trên cổng' };

/** Routes that hand a question to one of the newer rooms: which room is asked what. */
export const ROOM_CASES: readonly RoomCase[] = [
  get('listProcedures', `/procedures?body=h56&level=full&q=khai&limit=5`, 'listProcedures', {
    bodyCode: 'H56',
    level: 'full',
    q: 'khai',
    limit: 5,
    offset: 0,
  }),
  get('getProcedure', '/procedures/h56/1.000123', 'getProcedure', 'H56', '1.000123'),
  get('exportProcedures', '/procedures/export?body=h56', 'exportProcedures', 'H56'),
  send(
    'importProcedures',
    'POST',
    '/procedures/import',
    { csv: 'a,b', dryRun: true },
    'importProcedures',
    {
      csv: 'a,b',
      dryRun: true,
      endMissing: false,
    },
    { changesPast: true },
  ),
  get('listSystems', '/systems?body=h56&state=receiving', 'listSystems', { bodyCode: 'H56', state: 'receiving' }),
  get('getSystem', '/systems/7', 'getSystem', 7),
  send('addSystem', 'POST', '/systems', SYSTEM, 'addSystem', SYSTEM),
  send('changeSystem', 'PATCH', '/systems/7', { name: 'Tên mới' }, 'changeSystem', 7, { name: 'Tên mới' }),
  send('renewSystemKey', 'POST', '/systems/7/key', undefined, 'renewKey', 7),
  send('retireSystem', 'POST', '/systems/7/retire', { on: '2024-01-18' }, 'retireSystem', 7, '2024-01-18'),
  get('contradictedDossiers', `/systems/7/contradictions?${IN_PERIOD}`, 'getSystem', 7),
  get('recentChanges', '/systems/7/recent?minutes=5', 'getSystem', 7),
  get('dossiersOfSystem', `/systems/7/dossiers?${IN_PERIOD}`, 'figures', { kind: 'system', id: 7 }, PERIOD, 'as-sent'),
  get('oneDossier', '/systems/7/dossiers/000.00.01.H56-240118-0001', 'getSystem', 7),
  get('dossiersOfCountry', `/dossiers?${IN_PERIOD}`, 'figures', { kind: 'country' }, PERIOD),
  get('dossiersOfBody', `/bodies/h56/dossiers?${IN_PERIOD}`, 'figures', { kind: 'body', code: 'H56' }, PERIOD),
  get('dossiersByBody', `/dossiers/by-body?${IN_PERIOD}`, 'byBody', PERIOD),
  get('connectionBoard', '/connection?asOf=2024-01-18', 'board', '2024-01-18'),
  get('connectionOfBody', '/bodies/h56/connection', 'body', 'H56', undefined),
  get('connectionOfPortal', '/portals/227/connection', 'portal', 227),
  send('checkPortal', 'POST', '/portals/227/check', undefined, 'checkPage', 227),
  get('listRefused', '/refused?body=h56&hours=48', 'refused', { bodyCode: 'H56', hours: 48 }),
  get('campaignsOfBody', '/bodies/h56/campaigns', 'campaignsOf', 'H56'),
  get('listCampaigns', '/campaigns', 'listCampaigns'),
  get('getCampaign', '/campaigns/3', 'getCampaign', 3),
  send('addCampaign', 'POST', '/campaigns', CAMPAIGN, 'addCampaign', CAMPAIGN, 'operator-key'),
  send('decideProposal', 'POST', '/campaigns/3/proposals/h56', DECISION, 'decide', 3, 'H56', DECISION, 'operator-key'),
  get('listDecisions', '/decisions?asOf=2024-01-18', 'decisions', '2024-01-18'),
  get('country', `/country?${IN_PERIOD}`, 'country', PERIOD),
  get('listIndicatorSets', '/indicator-sets', 'listSets'),
  get('getIndicatorSet', '/indicator-sets/emc-2024', 'listSets'),
  get('evaluate', `/evaluations/emc-2024?${IN_PERIOD}`, 'evaluate', 'emc-2024', PERIOD),
  get('reportCard', `/evaluations/emc-2024/h56?${IN_PERIOD}`, 'reportCard', 'emc-2024', 'H56', PERIOD),
  get('portalDaysOfBody', `/bodies/h56/portal-days?${IN_PERIOD}`, 'portalDays', 'H56', PERIOD),
  get('openDataTable', `/open-data/rankings.csv?${IN_PERIOD}`, 'evaluate', 'emc-2024', PERIOD),
];
