export const LANGS = ['vi', 'en'] as const;
export type Lang = (typeof LANGS)[number];

/** Every page and its address in both languages. Addresses are public: changing one breaks links that people have sent. */
export const PATTERNS = {
  country: { vi: '/', en: '/en' },
  bodies: { vi: '/co-quan', en: '/en/bodies' },
  body: { vi: '/co-quan/$code', en: '/en/bodies/$code' },
  unit: { vi: '/co-quan/$code/don-vi/$unitId', en: '/en/bodies/$code/units/$unitId' },
  portals: { vi: '/cong', en: '/en/portals' },
  portal: { vi: '/cong/$siteId', en: '/en/portals/$siteId' },
  register: { vi: '/van-hanh/dang-ky', en: '/en/operate/register' },
  wall: { vi: '/man-hinh', en: '/en/wall' },
  definitions: { vi: '/dinh-nghia', en: '/en/definitions' },
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
  return {
    country: (filters?: Filters) => addressOf(lang, 'country', {}, filters),
    bodies: (filters?: Filters) => addressOf(lang, 'bodies', {}, filters),
    body: (code: string, filters?: Filters) => addressOf(lang, 'body', { code: code.toLowerCase() }, filters),
    unit: (code: string, unitId: number, filters?: Filters) =>
      addressOf(lang, 'unit', { code: code.toLowerCase(), unitId }, filters),
    portals: (filters?: Filters) => addressOf(lang, 'portals', {}, filters),
    portal: (siteId: number, filters?: Filters) => addressOf(lang, 'portal', { siteId }, filters),
    register: (filters?: Filters) => addressOf(lang, 'register', {}, filters),
    wall: () => addressOf(lang, 'wall'),
    definitions: (figure?: string) => addressOf(lang, 'definitions') + (figure === undefined ? '' : `#${figure}`),
  };
}
export type Addresses = ReturnType<typeof addresses>;
