import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROUTES } from '@emc/publish';

/** The bodies of the two accounts with the role body. What the requests ask for is of the first. */
export const OWN = 'H56';
export const OTHER = 'H26';

/** What there is of the own body, so that requests name things that exist. */
export interface Things {
  siteId: number;
  unitId: number;
  systemId: number;
  accountId: string;
}

type Route = (typeof ROUTES)[number];

/**
 * What is sent to a route that asks whose it is: it must be readable, or it would be refused for its fields before anybody
 * looks whose it is. Other routes are asked with nothing. A new route of that kind needs a line here; the test says so.
 */
export const BODIES: Record<string, object> = {
  addUnit: { nameVi: 'Sở Tư pháp' },
  changeUnit: { nameVi: 'Sở Nội vụ' },
  addPortal: { bodyCode: OWN, name: 'Cổng mới', kind: 'other', url: 'https://moi.thanhhoa.gov.vn' },
  changePortal: { name: 'Tên mới' },
  checkPortal: {},
  importProcedures: { csv: 'ma_thu_tuc,ten\n', dryRun: true, bodyCode: OWN },
  addSystem: { bodyCode: OWN, name: 'Một cửa điện tử' },
  changeSystem: { name: 'Một cửa điện tử mới' },
  renewSystemKey: {},
};

const QUERIES: Record<string, string> = {
  listSystems: `?body=${OWN}`,
  listRefused: `?body=${OWN}`,
  livePages: `?body=${OWN}`,
};

function idFor(route: Route, things: Things): string {
  if (route.path.startsWith('/units')) return String(things.unitId);
  if (route.path.startsWith('/systems')) return String(things.systemId);
  if (route.path.startsWith('/accounts')) return things.accountId;
  return '1';
}

/** The address below /api/v1 and what is sent there, about things of the own body. */
export function requestFor(route: Route, things: Things): { address: string; body: object | undefined } {
  const values: Record<string, string> = {
    code: route.path.startsWith('/procedures') ? '1.000001' : OWN,
    body: OWN,
    siteId: String(things.siteId),
    id: idFor(route, things),
    set: 'emc-2024',
    file: 'bodies.csv',
    dossier: '000.00.01.H56-240118-0001',
  };
  const address = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`tests/access/requests.ts does not know what {${name}} is`);
    return value;
  });
  return {
    address: address + (QUERIES[route.id] ?? ''),
    body: route.method === 'GET' ? undefined : (BODIES[route.id] ?? {}),
  };
}

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../docs/access.md'), 'utf8');

/** Rows of docs/access.md whose first cell matches, as written. */
export function documentedRows(first: RegExp): string[] {
  return DOCUMENT.split('\n').filter((line) => line.startsWith('|') && first.test(line.split('|')[1]!.trim()));
}
