import type { CountryPlan, PlannedPortal } from './country.ts';
import { DOCUMENTS } from './data/actions.ts';
import { MINISTRY_NEWS, PROVINCE_NEWS, UNIT_NEWS } from './data/news.ts';
import type { PageRole, PageTexts } from './data/pages.ts';
import { MINISTRY_PAGES, PROVINCE_PAGES, SERVICE_PORTAL_PAGES, UNIT_PAGES } from './data/pages.ts';
import type { ProcedureTexts } from './data/procedures.ts';
import { MINISTRY_PROCEDURES, PROVINCE_PROCEDURES } from './data/procedures.ts';
import { inSentence, isProvincial, levelWord } from './names.ts';
import { below, mix, pick, type Random, seededRandom, Wheel } from './random.ts';

/** A page of a portal. */
export interface Page {
  path: string;
  title: string;
  role: PageRole | 'article' | 'service' | 'application';
  /** Of a service's page: its code. */
  serviceCode: string;
}

/** A portal with its pages, as visitors find it. */
export interface Site {
  portal: PlannedPortal;
  home: Page;
  pages: Wheel<Page>;
  services: Wheel<ServicePages>;
  /** Addresses of files, as host and path. */
  documents: readonly string[];
  news: NewsTexts;
  /** How long its server takes for a page, on average. */
  server_ms: number;
}
export interface ServicePages {
  weight: number;
  about: Page;
  apply: Page;
}
export interface NewsTexts {
  headlines: readonly string[];
  /** What is written for `{noi}`. */
  about: string;
  path: string;
  /** One article every so many days. */
  every_days: number;
  phase: number;
  /** Articles by their number, made when they are first read. */
  known: Map<number, Page>;
}

const DOCUMENT_COUNT = 24;
/** Part of the provinces and ministries whose portals send the procedure's code alone, without the agency's. */
const SHORT_CODES = 0.3;

/** Furnishes the portals of a plan with pages, services, documents and news: the same for the same plan. */
export function buildSites(plan: CountryPlan): Site[] {
  const bodies = new Map(plan.bodies.map((body) => [body.code, body]));
  const units = new Map(plan.units.map((unit) => [unit.key, unit]));
  return plan.portals.map((portal) => {
    const body = bodies.get(portal.bodyCode);
    if (body === undefined)
      throw new Error(`the plan has no body ${portal.bodyCode}, but portal ${portal.siteId} of it`);
    const random = seededRandom(mix(plan.seed, portal.siteId, 6));
    const ownUnit = portal.kind === 'information-page' ? units.get(portal.unitKey ?? '') : undefined;
    const provincial = isProvincial(body);
    const cap = levelWord(body);
    const pages = treeOf(portal, provincial).map((texts) => [toPage(texts, portal.name, cap), texts.weight] as const);
    const agency = random() < SHORT_CODES ? '' : `.000.00.00.${body.code}`;
    const home = pages[0]?.[0];
    if (home === undefined) throw new Error(`portal ${portal.siteId} has no page`);
    return {
      portal,
      home,
      pages: new Wheel(
        pages.map(([page]) => page),
        (_page, index) => pages[index]?.[1] ?? 0,
      ),
      services: new Wheel(
        proceduresOf(body.code, provincial).map((texts) => toService(texts, agency)),
        (one) => one.weight,
      ),
      documents: Array.from({ length: DOCUMENT_COUNT }, () => documentOf(random, portal.host)),
      news: newsOf(random, portal, {
        headlines: ownUnit ? UNIT_NEWS : provincial ? PROVINCE_NEWS : MINISTRY_NEWS,
        about: ownUnit?.nameVi ?? inSentence(body),
      }),
      server_ms: 90 + below(random, 700),
    };
  });
}

function treeOf(portal: PlannedPortal, provincial: boolean): readonly PageTexts[] {
  if (portal.kind === 'public-service-portal') return SERVICE_PORTAL_PAGES;
  if (portal.kind === 'information-page') return UNIT_PAGES;
  return provincial ? PROVINCE_PAGES : MINISTRY_PAGES;
}

function toPage(texts: PageTexts, portalName: string, cap: string): Page {
  const title = texts.title.replace('{ten}', portalName).replace('{cap}', cap);
  return { path: texts.path, title, role: texts.role, serviceCode: '' };
}

function proceduresOf(bodyCode: string, provincial: boolean): readonly ProcedureTexts[] {
  if (provincial) return PROVINCE_PROCEDURES;
  return MINISTRY_PROCEDURES[bodyCode] ?? MINISTRY_PROCEDURES[''] ?? [];
}

function toService(texts: ProcedureTexts, agency: string): ServicePages {
  const serviceCode = `${texts.code}${agency}`;
  return {
    weight: texts.weight,
    about: { path: `/thu-tuc-hanh-chinh/${serviceCode}`, title: texts.name, role: 'service', serviceCode },
    apply: {
      path: `/nop-ho-so/${serviceCode}`,
      title: `Nộp hồ sơ trực tuyến: ${texts.name}`,
      role: 'application',
      serviceCode,
    },
  };
}

function documentOf(random: Random, host: string): string {
  const { name, extension } = pick(random, DOCUMENTS);
  const year = 2024 + below(random, 3);
  return `${host}/tai-lieu/${year}/${name}-so-${1 + below(random, 3_200)}.${extension}`;
}

function newsOf(random: Random, portal: PlannedPortal, texts: Pick<NewsTexts, 'headlines' | 'about'>): NewsTexts {
  const busy = portal.kind === 'information-portal';
  return {
    ...texts,
    path: portal.kind === 'information-page' ? '/tin-tuc' : '/tin-tuc-su-kien',
    every_days: busy ? 1 + below(random, 3) : 4 + below(random, 7),
    phase: below(random, 10),
    known: new Map(),
  };
}
