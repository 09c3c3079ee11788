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
          connection: at.connection(),
          connectionThen: at.connection({ asOf: '2024-01-18', group: 'provinces' }),
          usage: at.usage({ range: '90d' }),
          dossiers: at.dossiers({ period: '2024-Q1' }),
          rankings: at.rankings(),
          rankingsThen: at.rankings({ set: 'decision-766-2022', period: '2024-01' }),
          bodyConnection: at.bodyConnection('H56'),
          bodyDossiers: at.bodyDossiers('H56'),
          procedures: at.procedures('H56', { level: 'full' }),
          reportCard: at.reportCard('H56', { period: '2024-01-01..2024-01-18' }),
          indicatorSets: at.indicatorSets(),
          indicatorSet: at.indicatorSet('emc-2024'),
          indicator: at.indicator('emc-2024', 'online-rate'),
          openData: at.openData(),
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
        "bodyConnection": "/en/bodies/h56/connection",
        "bodyDossiers": "/en/bodies/h56/dossiers",
        "connection": "/en/connection",
        "connectionThen": "/en/connection?asOf=2024-01-18&group=provinces",
        "country": "/en",
        "countryOf90Days": "/en?range=90d&measure=visits",
        "definition": "/en/definitions#visitors",
        "definitions": "/en/definitions",
        "dossiers": "/en/dossiers?period=2024-Q1",
        "indicator": "/en/indicator-sets/emc-2024/online-rate",
        "indicatorSet": "/en/indicator-sets/emc-2024",
        "indicatorSets": "/en/indicator-sets",
        "openData": "/en/open-data",
        "portal": "/en/portals/227",
        "portals": "/en/portals",
        "portalsThatAreSilent": "/en/portals?state=interrupted&q=s%E1%BB%9F+y+t%E1%BA%BF&page=2",
        "procedures": "/en/bodies/h56/procedures?level=full",
        "rankings": "/en/rankings",
        "rankingsThen": "/en/rankings?set=decision-766-2022&period=2024-01",
        "register": "/en/operate/register?body=h56",
        "reportCard": "/en/bodies/h56/report-card?period=2024-01-01..2024-01-18",
        "unit": "/en/bodies/h56/units/12",
        "usage": "/en/usage?range=90d",
        "wall": "/en/wall",
      },
      "vi": {
        "bodies": "/co-quan",
        "bodiesThatLag": "/co-quan?state=gaps&asOf=2025-01-01",
        "body": "/co-quan/h56",
        "bodyConnection": "/co-quan/h56/ket-noi",
        "bodyDossiers": "/co-quan/h56/ho-so",
        "connection": "/ket-noi",
        "connectionThen": "/ket-noi?asOf=2024-01-18&group=provinces",
        "country": "/",
        "countryOf90Days": "/?range=90d&measure=visits",
        "definition": "/dinh-nghia#visitors",
        "definitions": "/dinh-nghia",
        "dossiers": "/ho-so?period=2024-Q1",
        "indicator": "/bo-chi-so/emc-2024/online-rate",
        "indicatorSet": "/bo-chi-so/emc-2024",
        "indicatorSets": "/bo-chi-so",
        "openData": "/du-lieu-mo",
        "portal": "/cong/227",
        "portals": "/cong",
        "portalsThatAreSilent": "/cong?state=interrupted&q=s%E1%BB%9F+y+t%E1%BA%BF&page=2",
        "procedures": "/co-quan/h56/thu-tuc?level=full",
        "rankings": "/xep-hang",
        "rankingsThen": "/xep-hang?set=decision-766-2022&period=2024-01",
        "register": "/van-hanh/dang-ky?body=h56",
        "reportCard": "/co-quan/h56/phieu-diem?period=2024-01-01..2024-01-18",
        "unit": "/co-quan/h56/don-vi/12",
        "usage": "/su-dung?range=90d",
        "wall": "/man-hinh",
      },
    }
  `);
});

test('an address says its language, and no two pages share one', () => {
  const seen = new Set<string>();
  for (const page of Object.keys(PATTERNS) as PageName[]) {
    for (const lang of LANGS) {
      const address = addressOf(lang, page, {
        code: 'h56',
        unitId: 12,
        siteId: 227,
        setId: 'emc-2024',
        indicatorId: 'online-rate',
      });
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
