import { dossierCountsSchema, type DossierRates, type Ratio } from '@emc/contract';
import { count, EACH_CALL, instant, type Row, share, type Table, text, yes } from './table.ts';

const COUNTS = dossierCountsSchema.keyof().options;
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const COUNT_WORDS: Record<(typeof COUNTS)[number], [string, string]> = {
  received: ['Hồ sơ tiếp nhận', 'Dossiers received'],
  receivedDirect: ['Tiếp nhận trực tiếp', 'Received at a desk'],
  receivedOnline: ['Tiếp nhận trực tuyến', 'Received online'],
  receivedPost: ['Tiếp nhận qua bưu chính', 'Received by post'],
  fullOnline: ['Hồ sơ trực tuyến toàn trình', 'Handled full-online'],
  receivedWithCatalogue: [
    'Tiếp nhận tại cơ quan có danh mục thủ tục (mẫu số của tỷ lệ toàn trình)',
    'Received by bodies with a catalogue (what the full-online rate is out of)',
  ],
  withFee: ['Có phí, lệ phí', 'With a fee'],
  paidOnline: ['Đã thanh toán trực tuyến', 'Paid online'],
  finished: ['Đã giải quyết', 'Finished'],
  onTime: ['Giải quyết đúng hạn', 'Finished on time'],
  late: ['Giải quyết quá hạn', 'Finished late'],
  withoutDueTime: ['Đã giải quyết, không rõ hạn', 'Finished, no due time known'],
  processingSeconds: ['Tổng thời gian giải quyết (giây)', 'Sum of processing time (seconds)'],
  processingKnown: ['Số hồ sơ biết thời gian giải quyết', 'Dossiers whose processing time is known'],
};
const RATES = ['online', 'fullOnline', 'onTime', 'paidOnline'] as const satisfies (keyof DossierRates)[];
const RATE_WORDS: Record<(typeof RATES)[number], [string, string]> = {
  online: ['Tỷ lệ hồ sơ trực tuyến', 'Share received online'],
  fullOnline: ['Tỷ lệ hồ sơ trực tuyến toàn trình', 'Share handled full-online'],
  onTime: ['Tỷ lệ đúng hạn', 'Share finished on time'],
  paidOnline: ['Tỷ lệ thanh toán trực tuyến', 'Share of fees paid online'],
};

const rateValue = (rates: DossierRates, name: (typeof RATES)[number]): Ratio['value'] => rates[name].value;

/** Dossiers of each body. */
export const dossierTable: Table = {
  id: 'dossiers',
  title: { vi: 'Hồ sơ thủ tục hành chính theo cơ quan', en: 'Dossiers by body' },
  description: {
    vi: 'Mỗi dòng một cơ quan trong kỳ. Ô trống là không biết, không phải 0. Cộng các dòng bằng cả nước.',
    en: 'One row a body, over the period. An empty field is not known, not 0. The rows add up to the country.',
  },
  updated: EACH_CALL,
  columns: {
    body_code: text('Mã cơ quan', 'Agency code'),
    name_vi: text('Tên cơ quan', 'Name in Vietnamese'),
    name_en: text('Tên tiếng Anh', 'Name in English'),
    kind: text('Loại cơ quan', 'Kind of body'),
    ...Object.fromEntries(COUNTS.map((name) => [snake(name), count(...COUNT_WORDS[name])])),
    ...Object.fromEntries(RATES.map((name) => [`${snake(name)}_rate`, share(...RATE_WORDS[name])])),
    counted_through: instant(
      'Mọi hồ sơ nhận trước thời điểm này đã được tính; ô trống: chưa biết',
      'Everything that was taken before is counted; empty: not known',
    ),
    complete: yes(
      'Bảng không thiếu gì tính đến thời điểm đó; false: xem missing trong bản JSON',
      'Nothing is missing of that in the table; false: see missing of the JSON form',
    ),
  },
  rows: async (services, { from, to }) => {
    const { asOf, period, completeness, items } = await services.dossiers.byBody({ from, to });
    const { simulated, missing, loadedThrough, complete } = completeness;
    const rows = items.map((item): Row => ({
      body_code: item.bodyCode,
      name_vi: item.nameVi,
      name_en: item.nameEn,
      kind: item.kind,
      ...Object.fromEntries(COUNTS.map((name) => [snake(name), item.totals?.[name] ?? null])),
      ...Object.fromEntries(RATES.map((name) => [`${snake(name)}_rate`, rateValue(item.rates, name)])),
      counted_through: loadedThrough,
      complete,
    }));
    return { asOf, period, simulated, missing, rows };
  },
};

/** The headline measures, for the country and for every body. */
export const headlineTable: Table = {
  id: 'headline',
  title: { vi: 'Các chỉ tiêu chính của từng cơ quan', en: 'Headline measures, body by body' },
  description: {
    vi: 'Mỗi dòng một chỉ tiêu của một cơ quan; body_code = VN là cả nước.',
    en: 'One row a measure of a body; body_code = VN is the country.',
  },
  updated: EACH_CALL,
  columns: {
    measure: text('Chỉ tiêu', 'Measure'),
    body_code: text('Mã cơ quan; VN là cả nước', 'Agency code; VN = the country'),
    name_vi: text('Tên cơ quan', 'Name in Vietnamese'),
    value: share('Giá trị', 'Value'),
    goal: share('Mục tiêu', 'Goal'),
  },
  rows: async (services, { from, to }) => {
    const page = await services.evaluations.country({ from, to });
    const rows = page.headline.flatMap((measure) => [
      { measure: measure.id, body_code: 'VN', name_vi: 'Cả nước', value: measure.value, goal: measure.goal },
      ...measure.bodies.map(({ bodyCode, nameVi, value }) => ({
        measure: measure.id,
        body_code: bodyCode,
        name_vi: nameVi,
        value,
        goal: measure.goal,
      })),
    ]);
    return { asOf: page.asOf, period: page.period, simulated: page.simulated, missing: page.missing, rows };
  },
};
