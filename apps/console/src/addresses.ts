export const LANGS = ['vi', 'en'] as const;
export type Lang = (typeof LANGS)[number];

/** Every page and its address in both languages. Addresses are public: changing one breaks links that people have sent. */
export const PATTERNS = {
  country: { vi: '/', en: '/en' },
  connection: { vi: '/ket-noi', en: '/en/connection' },
  decisions: { vi: '/quyet-dinh', en: '/en/decisions' },
  usage: { vi: '/su-dung', en: '/en/usage' },
  dossiers: { vi: '/ho-so', en: '/en/dossiers' },
  rankings: { vi: '/xep-hang', en: '/en/rankings' },
  bodies: { vi: '/co-quan', en: '/en/bodies' },
  body: { vi: '/co-quan/$code', en: '/en/bodies/$code' },
  bodyConnection: { vi: '/co-quan/$code/ket-noi', en: '/en/bodies/$code/connection' },
  bodyDossiers: { vi: '/co-quan/$code/ho-so', en: '/en/bodies/$code/dossiers' },
  procedures: { vi: '/co-quan/$code/thu-tuc', en: '/en/bodies/$code/procedures' },
  reportCard: { vi: '/co-quan/$code/phieu-diem', en: '/en/bodies/$code/report-card' },
  unit: { vi: '/co-quan/$code/don-vi/$unitId', en: '/en/bodies/$code/units/$unitId' },
  portals: { vi: '/cong', en: '/en/portals' },
  portal: { vi: '/cong/$siteId', en: '/en/portals/$siteId' },
  register: { vi: '/van-hanh/dang-ky', en: '/en/operate/register' },
  wall: { vi: '/man-hinh', en: '/en/wall' },
  definitions: { vi: '/dinh-nghia', en: '/en/definitions' },
  indicatorSets: { vi: '/bo-chi-so', en: '/en/indicator-sets' },
  indicatorSet: { vi: '/bo-chi-so/$setId', en: '/en/indicator-sets/$setId' },
  indicator: { vi: '/bo-chi-so/$setId/$indicatorId', en: '/en/indicator-sets/$setId/$indicatorId' },
  openData: { vi: '/du-lieu-mo', en: '/en/open-data' },
  signIn: { vi: '/dang-nhap', en: '/en/sign-in' },
  account: { vi: '/tai-khoan', en: '/en/account' },
  morning: { vi: '/dieu-hanh', en: '/en/operations' },
  allSystems: { vi: '/dieu-hanh/he-thong', en: '/en/operations/systems' },
  campaigns: { vi: '/dieu-hanh/dot-ket-noi', en: '/en/operations/campaigns' },
  campaign: { vi: '/dieu-hanh/dot-ket-noi/$campaignId', en: '/en/operations/campaigns/$campaignId' },
  accounts: { vi: '/dieu-hanh/tai-khoan', en: '/en/operations/accounts' },
  audit: { vi: '/dieu-hanh/nhat-ky', en: '/en/operations/audit' },
  ourSide: { vi: '/co-quan/$code/viec-cua-co-quan', en: '/en/bodies/$code/our-side' },
  systems: { vi: '/co-quan/$code/he-thong', en: '/en/bodies/$code/systems' },
  system: { vi: '/he-thong/$systemId', en: '/en/systems/$systemId' },
  procedureImport: { vi: '/co-quan/$code/thu-tuc/nhap', en: '/en/bodies/$code/procedures/import' },
} as const satisfies Record<string, Record<Lang, string>>;
export type PageName = keyof typeof PATTERNS;

/** Filters kept in an address. Names are the same in both languages, so that the language switch keeps them. */
export type Filters = Readonly<Record<string, string | number | undefined | null>>;

/** The language that an address speaks. */
export function langOf(pathname: string): Lang {
  return pathname === '/en' || pathname.startsWith('/en/') ? 'en' : 'vi';
}

/** `?a=1&b=2`, or nothing; empty values are left out. */
export function searchOf(filters: Filters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** The address of a page by its name and the parts of its pattern (`$code`, `$siteId` …). */
export function addressOf(
  lang: Lang,
  page: PageName,
  params: Record<string, string | number> = {},
  filters: Filters = {},
): string {
  const path = PATTERNS[page][lang].replace(/\$(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  );
  return path + searchOf(filters);
}

/** The one place that makes addresses: `addresses('vi').body('H56')` is `/co-quan/h56`. */
export function addresses(lang: Lang) {
  const plain = (page: PageName) => (filters?: Filters) => addressOf(lang, page, {}, filters);
  const ofBody = (page: PageName) => (code: string, filters?: Filters) =>
    addressOf(lang, page, { code: code.toLowerCase() }, filters);
  return {
    country: plain('country'),
    connection: plain('connection'),
    decisions: plain('decisions'),
    usage: plain('usage'),
    dossiers: plain('dossiers'),
    rankings: plain('rankings'),
    bodies: plain('bodies'),
    body: ofBody('body'),
    bodyConnection: ofBody('bodyConnection'),
    bodyDossiers: ofBody('bodyDossiers'),
    procedures: ofBody('procedures'),
    reportCard: ofBody('reportCard'),
    unit: (code: string, unitId: number, filters?: Filters) =>
      addressOf(lang, 'unit', { code: code.toLowerCase(), unitId }, filters),
    portals: plain('portals'),
    portal: (siteId: number, filters?: Filters) => addressOf(lang, 'portal', { siteId }, filters),
    register: plain('register'),
    wall: () => addressOf(lang, 'wall'),
    definitions: (figure?: string) => addressOf(lang, 'definitions') + (figure === undefined ? '' : `#${figure}`),
    indicatorSets: plain('indicatorSets'),
    indicatorSet: (setId: string) => addressOf(lang, 'indicatorSet', { setId }),
    indicator: (setId: string, indicatorId: string) => addressOf(lang, 'indicator', { setId, indicatorId }),
    openData: plain('openData'),
    signIn: plain('signIn'),
    account: plain('account'),
    morning: plain('morning'),
    allSystems: plain('allSystems'),
    campaigns: plain('campaigns'),
    campaign: (campaignId: number, filters?: Filters) => addressOf(lang, 'campaign', { campaignId }, filters),
    accounts: plain('accounts'),
    audit: plain('audit'),
    ourSide: ofBody('ourSide'),
    systems: ofBody('systems'),
    system: (systemId: number, filters?: Filters) => addressOf(lang, 'system', { systemId }, filters),
    procedureImport: ofBody('procedureImport'),
  };
}
export type Addresses = ReturnType<typeof addresses>;
