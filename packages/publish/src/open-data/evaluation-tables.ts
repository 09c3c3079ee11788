import { count, EACH_CALL, place, points, share, type Table, text, yes } from './table.ts';

/** Scores and ranks of all bodies. */
export const rankingTable: Table = {
  id: 'rankings',
  title: { vi: 'Điểm và xếp hạng các cơ quan', en: 'Scores and ranks of the bodies' },
  description: {
    vi: 'Mỗi dòng một cơ quan, theo bộ chỉ số set và kỳ from–to. Cơ quan không đánh giá hoặc không xếp hạng không có điểm (ô trống), không phải 0; lý do ở cột reason_codes. Ngưỡng để được xếp hạng ở hai cột minimum_….',
    en: 'One row a body, by indicator set and period from–to. A body that is not evaluated or has no place has no score (empty), not 0; reason_codes says why. The thresholds for a place are in the two columns minimum_….',
  },
  updated: EACH_CALL,
  columns: {
    group: text('Nhóm xếp hạng: ministries hoặc provinces', 'Group: ministries or provinces'),
    body_code: text('Mã cơ quan', 'Agency code'),
    name_vi: text('Tên cơ quan', 'Name in Vietnamese'),
    name_en: text('Tên tiếng Anh', 'Name in English'),
    status: text('evaluated: được đánh giá; not-evaluated: không đánh giá', 'evaluated or not-evaluated'),
    reason_codes: text(
      'Mã lý do không đánh giá hoặc không xếp hạng, cách nhau bằng dấu cách; trống: có thứ hạng',
      'Codes of why it is not evaluated or has no place, separated by spaces; empty: it has a place',
    ),
    reason_vi: text('Lý do không đánh giá hoặc không xếp hạng', 'Why it has no place, in Vietnamese'),
    reason_en: text('Lý do không đánh giá hoặc không xếp hạng, bằng tiếng Anh', 'Why it has no place'),
    score: points('Điểm, trên score_max; trống: không có thứ hạng', 'Score, out of score_max; empty: no place'),
    score_max: points(
      'Thang điểm: 100, hoặc số điểm mà hệ thống tính được của bộ chỉ số',
      'What the score is out of: 100, or the points that can be computed of the set',
    ),
    points: points('Điểm đạt được', 'Points reached'),
    available_points: points(
      'Điểm tối đa tính được từ dữ liệu hiện có',
      'Points that could be reached with the data there are',
    ),
    grade: text('Xếp loại', 'Grade'),
    rank: place('Thứ hạng trong nhóm', 'Place within the group'),
    rank_of: count('Số cơ quan được xếp hạng', 'Bodies ranked'),
    previous_rank: place('Thứ hạng kỳ trước', 'Place in the period before'),
    computable_points: points(
      'Số điểm hệ thống tính được của bộ chỉ số',
      'Points of the set that can be computed here',
    ),
    minimum_computed_share: share(
      'available_points / computable_points phải đạt để được xếp hạng',
      'What available_points / computable_points must reach for a place',
    ),
    minimum_dossiers: count(
      'Số hồ sơ tiếp nhận trong kỳ phải đạt để được xếp hạng',
      'Dossiers received in the period that a place needs',
    ),
  },
  rows: async (services, { from, to, set }) => {
    const evaluation = await services.evaluations.evaluate(set, { from, to });
    const rows = evaluation.results.map((result) => ({
      group: result.group,
      body_code: result.bodyCode,
      name_vi: result.nameVi,
      name_en: result.nameEn,
      status: result.status,
      reason_codes: result.reasonCodes.join(' '),
      reason_vi: result.reason?.vi ?? null,
      reason_en: result.reason?.en ?? null,
      score: result.score,
      score_max: evaluation.set.scoreMax,
      points: result.points,
      available_points: result.availablePoints,
      grade: result.grade?.vi ?? null,
      rank: result.rank,
      rank_of: result.rankOf,
      previous_rank: result.previousRank,
      computable_points: evaluation.set.availablePoints,
      minimum_computed_share: evaluation.set.ranking.minimumComputedShare,
      minimum_dossiers: evaluation.set.ranking.minimumDossiers,
    }));
    const { asOf, period, completeness } = evaluation;
    return { asOf, period, simulated: completeness.simulated, missing: completeness.missing, rows };
  },
};

/** Every indicator of every body: what the scores are made of. */
export const indicatorResultTable: Table = {
  id: 'indicator-results',
  title: { vi: 'Kết quả từng chỉ số của các cơ quan', en: 'Every indicator of every body' },
  description: {
    vi: 'Mỗi dòng một chỉ số của một cơ quan, kèm công thức đã thay số.',
    en: 'One row an indicator of a body, with the formula in which the numbers are put in.',
  },
  updated: EACH_CALL,
  columns: {
    body_code: text('Mã cơ quan', 'Agency code'),
    indicator: text('Chỉ số', 'Indicator'),
    status: text('scored, not-available hoặc no-data', 'scored, not-available or no-data'),
    value: share('Tỷ lệ', 'Ratio'),
    points: points('Điểm', 'Points'),
    max_points: points('Điểm tối đa', 'Most points'),
    explanation_vi: text('Công thức với số liệu', 'The formula with the numbers, in Vietnamese'),
    explanation_en: text('Công thức với số liệu, bằng tiếng Anh', 'The formula with the numbers'),
  },
  rows: async (services, { from, to, set }) => {
    const evaluation = await services.evaluations.evaluate(set, { from, to });
    const rows = evaluation.results.flatMap((result) =>
      result.indicators.map((indicator) => ({
        body_code: result.bodyCode,
        indicator: indicator.id,
        status: indicator.status,
        value: indicator.value,
        points: indicator.points,
        max_points: indicator.maxPoints,
        explanation_vi: indicator.explanation.vi,
        explanation_en: indicator.explanation.en,
      })),
    );
    const { asOf, period, completeness } = evaluation;
    return { asOf, period, simulated: completeness.simulated, missing: completeness.missing, rows };
  },
};

/** The definitions. */
export const indicatorTable: Table = {
  id: 'indicators',
  title: { vi: 'Định nghĩa các chỉ số', en: 'Definitions of the indicators' },
  description: {
    vi: 'Mỗi dòng một chỉ số của mọi bộ chỉ số: công thức và căn cứ pháp lý.',
    en: 'One row an indicator of every set: formula and legal basis.',
  },
  updated: { vi: 'Khi một bộ chỉ số thay đổi', en: 'When an indicator set changes' },
  columns: {
    set: text('Bộ chỉ số', 'Indicator set'),
    version: place('Phiên bản', 'Version'),
    indicator: text('Chỉ số', 'Indicator'),
    name_vi: text('Tên', 'Name in Vietnamese'),
    name_en: text('Tên tiếng Anh', 'Name in English'),
    max_points: points('Điểm tối đa', 'Most points'),
    numerator: text('Tử số', 'Numerator'),
    denominator: text('Mẫu số', 'Denominator'),
    formula_vi: text('Công thức', 'Formula, in Vietnamese'),
    legal_basis_vi: text('Căn cứ pháp lý', 'Legal basis, in Vietnamese'),
    available: yes('Đã có dữ liệu hay chưa', 'Whether there are data for it'),
  },
  rows: async (services) => {
    const sets = await services.evaluations.listSets();
    const rows = sets.flatMap((set) =>
      set.indicators.map((indicator) => ({
        set: set.id,
        version: set.version,
        indicator: indicator.id,
        name_vi: indicator.nameVi,
        name_en: indicator.nameEn,
        max_points: indicator.maxPoints,
        numerator: indicator.numerator,
        denominator: indicator.denominator,
        formula_vi: indicator.formula.vi,
        legal_basis_vi: indicator.legalBasis.vi,
        available: indicator.available,
      })),
    );
    const { asOf } = await services.figures.live();
    return { asOf, period: null, simulated: false, rows };
  },
};
