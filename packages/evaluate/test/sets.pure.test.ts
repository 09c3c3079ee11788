import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadIndicatorSets } from '../src/sets/load-sets.ts';
import { IndicatorSetError, readIndicatorSet } from '../src/sets/read-set.ts';
import { viewOf } from '../src/sets/set-view.ts';
import { SETS } from './made-up.ts';

const GOOD = `id: small
version: 1
name: { vi: Nhỏ, en: Small }
legalBasis: { vi: Căn cứ, en: Basis }
validFrom: 2024-01-01
validTo: null
note: null
groups:
  - { id: use, name: { vi: Sử dụng, en: Use }, maxPoints: 0.3 }
indicators:
  - id: online
    group: use
    name: { vi: Trực tuyến, en: Online }
    maxPoints: 0.1
    numerator: [dossiers.online]
    denominator: [dossiers.received]
    description: { vi: Mô tả, en: Description }
  - id: later
    group: use
    name: { vi: Sau này, en: Later }
    maxPoints: 0.2
    noData: { vi: Chưa có, en: Not yet }
    formula: { vi: Công thức, en: Formula }
    description: { vi: Mô tả, en: Description }
grades:
  - { id: good, from: 50, vi: Tốt, en: Good }
  - { id: weak, from: 0, vi: Yếu, en: Weak }
ranking: { by: score, minimumComputedShare: 0.6, minimumDossiers: 30, grades: by-score }
`;

function problemsOf(text: string) {
  try {
    readIndicatorSet('small.yaml', text);
  } catch (error) {
    if (error instanceof IndicatorSetError) return error.problems;
    throw error;
  }
  return [];
}

test('the delivered sets are good; their maxima add up to 100', async () => {
  const views = (await loadIndicatorSets(SETS)).map(viewOf);
  const rule = { minimumComputedShare: 0.6, minimumDossiers: 30 };
  expect(views.map(({ ranking }) => ranking)).toMatchObject([
    { by: 'points', ...rule, grades: 'none' },
    { by: 'score', ...rule, grades: 'by-score' },
  ]);
  expect(views.map(({ id, maxPoints, availablePoints }) => ({ id, maxPoints, availablePoints }))).toEqual([
    { id: 'decision-766-2022', maxPoints: 100, availablePoints: 42 },
    { id: 'emc-2024', maxPoints: 100, availablePoints: 100 },
  ]);
  const groups = views[0]!.groups.map(({ nameEn, maxPoints }) => [nameEn, maxPoints]);
  expect(groups).toEqual([
    ['Transparency', 18],
    ['Progress and results', 20],
    ['Online services', 22],
    ['Digitisation', 22],
    ['Satisfaction', 18],
  ]);
  const substantial = views[1]!.indicators.find(({ id }) => id === 'substantial')!;
  expect(substantial).toMatchObject({ fullAt: 0.7, goal: 0.7, numerator: 'dossiers.online', available: true });
  expect(substantial.formula.vi).toBe('20 × min(1; [hồ sơ nộp trực tuyến] / [hồ sơ tiếp nhận] / 70%)');
  expect(substantial.description.vi).toContain('Lựa chọn của hệ thống này:');
});

test('a set whose parts fit together is read, and points that are no binary numbers add up', () => {
  expect(problemsOf(GOOD)).toEqual([]);
});

describe('a set that is wrong is refused with line, column, what is wrong and the remedy:', () => {
  const cases: [
    title: string,
    from: string | RegExp,
    to: string,
    line: number,
    column: number,
    what: RegExp,
    remedy: RegExp,
  ][] = [
    [
      'a measure that does not exist',
      '[dossiers.online]',
      '[dossiers.onlin]',
      15,
      17,
      /numerator\[0\] cannot be "dossiers.onlin"/,
      /use one of: .*dossiers\.online/,
    ],
    [
      'a missing key',
      '    description: { vi: Mô tả, en: Description }\n  - id: later',
      '  - id: later',
      11,
      5,
      /indicators\[0\]\.description is missing/,
      /add it/,
    ],
    ['a missing translation', '{ vi: Nhỏ, en: Small }', '{ vi: Nhỏ }', 3, 1, /name\.en is missing/, /add it/],
    ['a key that nobody knows', 'version: 1', 'version: 1\nweight: 3', 3, 1, /unknown key weight/, /README/],
    ['points that are no number', 'maxPoints: 0.1', 'maxPoints: many', 14, 16, /maxPoints cannot be "many"/, /number/],
    [
      'a share above 1',
      'numerator: [dossiers',
      'fullAt: 70\n    numerator: [dossiers',
      15,
      13,
      /fullAt cannot be 70/,
      /<=1/,
    ],
    ['a day that does not exist', '2024-01-01', '2024-02-31', 5, 12, /validFrom cannot be "2024-02-31"/, /./],
    ['an end before the beginning', 'validTo: null', 'validTo: 2023-01-01', 6, 10, /ends on 2023-01-01/, /correct/],
    [
      'groups that do not add up',
      'maxPoints: 0.3',
      'maxPoints: 0.4',
      9,
      59,
      /add up to 0\.3 points, not to 0\.4/,
      /correct/,
    ],
    [
      'a group that does not exist',
      /group: use\n {4}name: { vi: Trực/,
      'group: usage\n    name: { vi: Trực',
      12,
      12,
      /no group "usage"/,
      /use one of: use/,
    ],
    ['grades where places follow points', 'by: score', 'by: points', 28, 80, /ranks by points/, /grades: none/],
    ['no rule of places', /ranking: .*\n/, '', 1, 1, /ranking is missing/, /add it/],
    ['an id that is there twice', 'id: later', 'id: online', 18, 9, /"online" is there twice/, /name of its own/],
    [
      'an indicator without a denominator',
      '    denominator: [dossiers.received]\n',
      '',
      11,
      5,
      /"online" has no denominator/,
      /noData/,
    ],
    [
      'both data and none',
      '    formula:',
      '    numerator: [dossiers.late]\n    formula:',
      23,
      5,
      /both noData and a numerator/,
      /remove/,
    ],
    [
      'no formula in words where there are no data',
      '    formula: { vi: Công thức, en: Formula }\n',
      '',
      22,
      5,
      /noData but no formula/,
      /give both/,
    ],
    [
      'a measure that is counted twice',
      '[dossiers.online]',
      '[dossiers.online, dossiers.online]',
      15,
      34,
      /counted twice/,
      /once/,
    ],
    ['grades in a wrong order', 'from: 50', 'from: 0', 27, 23, /not below the one before/, /best down/],
    ['scores without a grade', 'from: 0,', 'from: 10,', 27, 23, /does not begin at 0/, /every score/],
    [
      'text with a comma and no quotes',
      'vi: Trực tuyến, en',
      'vi: Cổng, trang, en',
      13,
      23,
      /unknown key indicators\[0\]\.name\.trang/,
      /quotes/,
    ],
    ['YAML that is none', 'validTo: null', 'validTo: @x', 6, 10, /reserved character/, /YAML/],
    ['the same key twice', 'version: 1', 'version: 1\nversion: 2', 3, 1, /unique/, /YAML/],
    ['an empty file', /[^]*/, '', 1, 1, /the file cannot be null/, /./],
  ];
  test.each(cases)('%s', (_, from, to, line, column, what, remedy) => {
    const broken = GOOD.replace(from, to);
    expect(broken).not.toBe(GOOD);
    const [first] = problemsOf(broken);
    expect(first).toMatchObject({ file: 'small.yaml', line, column });
    expect(first!.what).toMatch(what);
    expect(first!.remedy).toMatch(remedy);
  });
});

test('a folder is refused with all problems of all its files, and with a file that is not called like its set', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'emc-sets-'));
  try {
    await expect(loadIndicatorSets(folder)).rejects.toThrow('there is no *.yaml file');
    await writeFile(path.join(folder, 'small.yaml'), GOOD);
    expect(await loadIndicatorSets(folder)).toHaveLength(1);
    await writeFile(path.join(folder, 'other.yaml'), GOOD);
    await writeFile(path.join(folder, 'wrong.yaml'), GOOD.replace('version: 1', 'version: 0.5'));
    const refusal = loadIndicatorSets(folder);
    await expect(refusal).rejects.toThrow(/other\.yaml:1:1 .*rename the file to small\.yaml/);
    await expect(refusal).rejects.toThrow(/wrong\.yaml:2:10 .*version cannot be 0\.5/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
