import { expect, test } from 'vitest';
import { LANGS, PATTERNS, addressOf, addresses, langOf, searchOf, type PageName } from '../src/addresses.ts';

test('every page has the address that people have bookmarked', () => {
  const all = Object.fromEntries(
    LANGS.map((lang) => {
      const at = addresses(lang);
      return [
        lang,
        {
          country: at.country(),
          countryOf90Days: at.country({ range: '90d', measure: 'visits' }),
          bodies: at.bodies(),
          bodiesThatLag: at.bodies({ state: 'gaps', asOf: '2025-01-01' }),
          body: at.body('H56'),
          unit: at.unit('H56', 12),
          portals: at.portals(),
          portalsThatAreSilent: at.portals({ state: 'interrupted', q: 'sở y tế', page: 2 }),
          portal: at.portal(227),
          register: at.register({ body: 'h56' }),
          wall: at.wall(),
          definitions: at.definitions(),
          definition: at.definitions('visitors'),
        },
      ];
    }),
  );
  expect(all).toMatchInlineSnapshot(`
    {
      "en": {
        "bodies": "/en/bodies",
        "bodiesThatLag": "/en/bodies?state=gaps&asOf=2025-01-01",
        "body": "/en/bodies/h56",
        "country": "/en",
        "countryOf90Days": "/en?range=90d&measure=visits",
        "definition": "/en/definitions#visitors",
        "definitions": "/en/definitions",
        "portal": "/en/portals/227",
        "portals": "/en/portals",
        "portalsThatAreSilent": "/en/portals?state=interrupted&q=s%E1%BB%9F+y+t%E1%BA%BF&page=2",
        "register": "/en/operate/register?body=h56",
        "unit": "/en/bodies/h56/units/12",
        "wall": "/en/wall",
      },
      "vi": {
        "bodies": "/co-quan",
        "bodiesThatLag": "/co-quan?state=gaps&asOf=2025-01-01",
        "body": "/co-quan/h56",
        "country": "/",
        "countryOf90Days": "/?range=90d&measure=visits",
        "definition": "/dinh-nghia#visitors",
        "definitions": "/dinh-nghia",
        "portal": "/cong/227",
        "portals": "/cong",
        "portalsThatAreSilent": "/cong?state=interrupted&q=s%E1%BB%9F+y+t%E1%BA%BF&page=2",
        "register": "/van-hanh/dang-ky?body=h56",
        "unit": "/co-quan/h56/don-vi/12",
        "wall": "/man-hinh",
      },
    }
  `);
});

test('an address says its language, and no two pages share one', () => {
  const seen = new Set<string>();
  for (const page of Object.keys(PATTERNS) as PageName[]) {
    for (const lang of LANGS) {
      const address = addressOf(lang, page, { code: 'h56', unitId: 12, siteId: 227 });
      expect(langOf(address)).toBe(lang);
      expect(seen.has(address)).toBe(false);
      seen.add(address);
    }
  }
  expect(langOf('/english-lessons')).toBe('vi');
});

test('filters that are empty are left out of an address', () => {
  expect(searchOf({ a: null, b: undefined, c: '', d: 0 })).toBe('?d=0');
  expect(searchOf({})).toBe('');
});
