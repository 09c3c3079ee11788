import type { IndicatorSetView, Language, MeasureId, WordsInBoth } from '@emc/contract';
import { vietnameseDay } from '@emc/contract';
import { formatsOf } from './score/formats.ts';
import { MEASURE_WORDS } from './sets/measures.ts';
import type { IndicatorSet, SetIndicator } from './sets/set-file.ts';
import { viewOf } from './sets/set-view.ts';

const TEXTS = {
  vi: {
    generated: 'Tệp này được tạo từ',
    how: 'không sửa tay',
    basis: 'Căn cứ',
    validity: 'Hiệu lực',
    from: 'từ ngày',
    to: 'đến ngày',
    version: 'Phiên bản',
    note: 'Lưu ý',
    points: 'điểm',
    computed: 'tính được',
    formula: 'Công thức',
    noData: 'Chưa có số liệu, để ngoài điểm số',
    goal: 'Mục tiêu',
    choice: 'Lựa chọn của hệ thống này',
    grades: 'Xếp loại',
    grade: 'Mức',
    atLeast: 'Từ điểm',
    measures: 'Số đo được dùng',
    measure: 'Số đo',
    meaning: 'Tên',
    score: {
      score:
        'Điểm = 100 × điểm đạt được / điểm tính được, làm tròn đến 2 chữ số thập phân (nửa làm tròn lên). Chỉ số không có mẫu số để chia, hoặc chưa đủ số liệu, không tính vào điểm tính được của cơ quan.',
      points:
        'Điểm = tổng điểm đạt được, làm tròn đến 2 chữ số thập phân (nửa làm tròn lên). Chỉ số không có mẫu số để chia, hoặc chưa đủ số liệu, không được điểm.',
    },
    notConnected: 'Cơ quan chưa kết nối đầy đủ thì không đánh giá, không phải 0 điểm.',
  },
  en: {
    generated: 'This file is made from',
    how: 'do not edit it by hand',
    basis: 'Legal basis',
    validity: 'Validity',
    from: 'from',
    to: 'to',
    version: 'Version',
    note: 'Note',
    points: 'points',
    computed: 'can be computed',
    formula: 'Formula',
    noData: 'No data yet, left out of the score',
    goal: 'Goal',
    choice: 'A choice of this installation',
    grades: 'Grades',
    grade: 'Grade',
    atLeast: 'From a score of',
    measures: 'Measures used',
    measure: 'Measure',
    meaning: 'Name',
    score: {
      score:
        'Score = 100 × points reached / points available, rounded to 2 decimals, a half up. An indicator with nothing to divide by, or of which not all numbers are known, is left out of what the body could reach.',
      points:
        'Score = the points reached added up, rounded to 2 decimals, a half up. An indicator with nothing to divide by, or of which not all numbers are known, gives no points.',
    },
    notConnected: 'A body that is not fully connected is not evaluated, never zero.',
  },
} as const satisfies Record<Language, Record<string, string | Record<string, string>>>;

/** The page of `docs/indicators/` of a set, in Markdown: Vietnamese first, then English. */
export function documentOf(set: IndicatorSet): string {
  const file = `indicator-sets/${set.id}.yaml`;
  const generated = (['vi', 'en'] as const).map(
    (language) => `${TEXTS[language].generated} \`${file}\`; ${TEXTS[language].how}`,
  );
  return [
    `<!-- ${generated.join(' · ')}: npm test -- packages/evaluate/test/documents -u -->`,
    inOne(set, 'vi'),
    '---',
    inOne(set, 'en'),
  ]
    .join('\n\n')
    .concat('\n');
}

function inOne(set: IndicatorSet, language: Language): string {
  const texts = TEXTS[language];
  const view = viewOf(set);
  const { number } = formatsOf(language);
  const days = [
    ...(set.validFrom === null ? [] : [`${texts.from} ${dayIn(set.validFrom, language)}`]),
    ...(set.validTo === null ? [] : [`${texts.to} ${dayIn(set.validTo, language)}`]),
  ];
  const validity = days.length === 0 ? '' : `; ${texts.validity}: ${days.join(' ')}`;
  return [
    `# ${set.name[language]}`,
    `- ${texts.basis}: ${set.legalBasis[language]}`,
    `- ${texts.version} ${set.version} (\`${set.id}\`)${validity}`,
    `- ${number(view.maxPoints)} ${texts.points}, ${number(view.availablePoints)} ${texts.computed}`,
    `\n${texts.score[set.ranking.by]} ${texts.notConnected}`,
    `\n${view.ranking.words[language]}`,
    ...(set.note === null ? [] : [`\n${texts.note}: ${set.note[language]}`]),
    ...set.groups.map((group) => {
      const members = set.indicators.filter((indicator) => indicator.group === group.id);
      const heading = `\n## ${group.name[language]} (${number(group.maxPoints)} ${texts.points})`;
      return [heading, ...members.map((indicator) => indicatorText(indicator, view, language))].join('\n');
    }),
    gradesText(set, language),
    measuresText(set, language),
  ].join('\n');
}

function indicatorText(indicator: SetIndicator, view: IndicatorSetView, language: Language): string {
  const texts = TEXTS[language];
  const { number, percent } = formatsOf(language);
  const formula = view.indicators.find(({ id }) => id === indicator.id)?.formula;
  const line = (label: string, words: WordsInBoth | undefined) => (words ? [`- ${label}: ${words[language]}`] : []);
  return [
    `\n### ${indicator.name[language]} (${number(indicator.maxPoints)} ${texts.points})`,
    indicator.description[language],
    ...line(texts.formula, formula),
    ...(indicator.goal === undefined ? [] : [`- ${texts.goal}: ${percent(indicator.goal * 100)}`]),
    ...line(texts.noData, indicator.noData),
    ...line(texts.basis, indicator.legalBasis),
    ...line(texts.choice, indicator.choice),
  ].join('\n');
}

function gradesText({ grades }: IndicatorSet, language: Language): string {
  const { grade, grades: heading, atLeast } = TEXTS[language];
  const rows = grades.map((one) => `| ${one[language]} | ${formatsOf(language).number(one.from)} |`);
  return [`\n## ${heading}\n`, `| ${grade} | ${atLeast} |`, '|---|---|', ...rows].join('\n');
}

function measuresText({ indicators }: IndicatorSet, language: Language): string {
  const { measures: heading, measure, meaning } = TEXTS[language];
  const used = new Set<MeasureId>(
    indicators.flatMap(({ numerator, denominator }) => [...(numerator ?? []), ...(denominator ?? [])]),
  );
  const rows = [...used].sort().map((id) => `| \`${id}\` | ${MEASURE_WORDS[id][language]} |`);
  return [`\n## ${heading}\n`, `| ${measure} | ${meaning} |`, '|---|---|', ...rows].join('\n');
}

function dayIn(day: string, language: Language): string {
  return language === 'vi' ? vietnameseDay(day) : day;
}
