import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BODIES } from '../dev/made-up-bodies.ts';
import { Problem } from '../src/api/problem.ts';
import { tileLayout } from '../src/charts/province-tiles.ts';
import { labelled, niceTicks, runsOf } from '../src/charts/scale.ts';
import { toCsv } from '../src/parts/csv.tsx';
import { checkDraft, draftOf, emptyDraft, errorsOf, hostsOf, portalOf } from '../src/parts/portal-draft.ts';
import { pagesOf } from '../src/parts/recent.ts';
import { plainText } from '../src/plain-text.ts';
import { vi } from '../src/texts/vi.ts';

test('the map has one tile for each of the 63 provinces, and one for each of the 34', () => {
  for (const [day, count] of [
    ['2025-06-30', 63],
    ['2025-07-01', 34],
  ] as const) {
    const { places, archipelagos, columns, rows } = tileLayout(day);
    const standing = BODIES.filter(
      ({ kind, validTo }) => /province|city/.test(kind) && (validTo === null || day < validTo),
    ).map(({ code }) => code);
    expect(Object.keys(places).sort()).toEqual(standing.sort());
    expect(standing).toHaveLength(count);
    const taken = [
      ...Object.values(places),
      ...archipelagos.flatMap(({ place: [column, row] }) => [[column, row] as const, [column + 1, row] as const]),
    ];
    expect(new Set(taken.map(String)).size).toBe(taken.length);
    for (const [column, row] of taken) expect(column < columns && row < rows).toBe(true);
    expect(archipelagos.map(({ name, of }) => [name, of])).toEqual([
      ['hoangSa', 'H17'],
      ['truongSa', 'H32'],
    ]);
  }
});

test('ticks are round, rise from 0 and reach the highest value', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
      const ticks = niceTicks(highest);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});

test('no more labels than there is room for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 40 }), (length, room) => {
      expect(labelled(length, room).length).toBeLessThanOrEqual(room);
    }),
  );
});

test('a gap is never drawn over', () => {
  expect(runsOf([1, null, 2, 3], (value) => value !== null).map(({ from, to }) => [from, to])).toEqual([
    [0, 0],
    [2, 3],
  ]);
});

test('a CSV keeps commas, quotes, gaps and numbers, and never carries a formula', () => {
  const rows = [
    ['x,"y"', null],
    ['=1+1', 0],
    ['+cmd', '@a'],
    ['-2+3', '-2.5'],
    ['+7', -1],
  ];
  expect(toCsv(['a', 'b'], rows)).toBe('a,b\r\n"x,""y""",\r\n\'=1+1,0\r\n\'+cmd,\'@a\r\n\'-2+3,-2.5\r\n+7,-1\r\n');
});

test('bodies are found without diacritics', () => {
  expect(plainText('Đắk Lắk')).toBe('dak lak');
  expect(plainText('  Thừa  Thiên Huế ')).toBe('thua thien hue');
});

test('a draft is checked before it is sent', () => {
  expect(Object.keys(checkDraft(emptyDraft(''), vi)).sort()).toEqual(['bodyCode', 'name', 'url']);
  const draft = {
    ...emptyDraft('H56'),
    name: ' Cổng ',
    url: ' https://thanhhoa.gov.vn/ ',
    hosts: 'A.gov.vn, *.b.gov.vn\nA.gov.vn',
    siteId: '',
  };
  expect(checkDraft(draft, vi)).toEqual({});
  expect(portalOf(draft)).toEqual({
    bodyCode: 'H56',
    unitId: null,
    kind: 'information-portal',
    name: 'Cổng',
    nameEn: null,
    url: 'https://thanhhoa.gov.vn/',
    allowedHosts: ['a.gov.vn', '*.b.gov.vn'],
    liveOn: null,
  });
  expect(checkDraft({ ...draft, hosts: 'https://a.gov.vn/x' }, vi).hosts).toContain('https://a.gov.vn/x');
  expect(checkDraft({ ...draft, url: 'javascript:alert(1)' }, vi).url).toBeDefined();
  expect(hostsOf('')).toEqual([]);
});

test('a portal that is edited without a change is sent as it was', () => {
  const portal = {
    siteId: 227,
    bodyCode: 'H56',
    unitId: 12,
    kind: 'other' as const,
    name: 'Cổng',
    nameEn: null,
    url: 'https://a.gov.vn/',
    allowedHosts: ['b.gov.vn'],
    liveOn: null,
    registeredAt: '2026-01-01T00:00:00Z',
    retiredOn: null,
    state: 'receiving' as const,
    lastHitAt: null,
  };
  const { siteId, ...sent } = portalOf(draftOf(portal));
  expect(siteId).toBe(227);
  expect(portal).toMatchObject(sent);
});

test('a refusal stands beside the field that it is about', () => {
  const refusal = (code: string, errors: { where: string; what: string }[] = []) =>
    errorsOf(new Problem(400, code, 'Sai', 'chi tiết', errors));
  expect(refusal('bad-request', [{ where: '/allowedHosts/0', what: 'x' }])).toEqual({ hosts: 'x' });
  expect(refusal('bad-request', [{ where: 'body.name', what: 'y' }])).toEqual({ name: 'y' });
  expect(refusal('portal-url-taken')).toEqual({ url: 'Sai. chi tiết' });
  expect(refusal('internal')).toEqual({ other: 'Sai. chi tiết' });
});

test('hits of one portal and second find their own pages, and those of others none', () => {
  const hit = (siteId: number, kind = 'page_view') => {
    return { at: '2026-11-30T10:00:00+07:00', siteId, portal: '', bodyCode: 'H56', kind };
  };
  const page = (siteId: number, path: string) => ({ ...hit(siteId), host: '', path, title: '' });
  const pages = pagesOf([hit(1), hit(1), hit(2), hit(1, 'download')], [page(1, '/a'), page(1, '/b')]);
  expect(pages).toEqual(['/a', '/b', undefined, undefined]);
});
