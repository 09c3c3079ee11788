import type { Indicator, IndicatorSetView, MeasureId } from '@emc/contract';

interface Row {
  id: string;
  groupId: string;
  nameVi: string;
  nameEn: string;
  maxPoints: number;
  numerator?: MeasureId;
  denominator?: MeasureId;
  fullAt?: number;
  goal?: number;
}

const GRADES = [
  { id: 'excellent', from: 90, vi: 'Xuất sắc', en: 'Excellent' },
  { id: 'good', from: 80, vi: 'Tốt', en: 'Good' },
  { id: 'fair', from: 70, vi: 'Khá', en: 'Fair' },
  { id: 'average', from: 50, vi: 'Trung bình', en: 'Average' },
  { id: 'weak', from: 0, vi: 'Yếu', en: 'Weak' },
];
const SOURCE = { vi: 'Nghị định 42/2022/NĐ-CP, Điều 11', en: 'Decree 42/2022/NĐ-CP, Article 11' };

function indicator({ fullAt, goal, numerator, denominator, ...row }: Row): Indicator {
  const available = numerator !== undefined;
  return {
    ...row,
    formula: {
      vi: available
        ? `${row.maxPoints} × min(1, tử số / mẫu số${fullAt ? ` / ${String(fullAt).replace('.', ',')}` : ''})`
        : 'Theo Quyết định',
      en: available
        ? `${row.maxPoints} × min(1, numerator / denominator${fullAt ? ` / ${fullAt}` : ''})`
        : 'As in the Decision',
    },
    numerator: numerator ?? null,
    denominator: denominator ?? null,
    fullAt: fullAt ?? null,
    goal: goal ?? null,
    available,
    unavailableBecause: available ? null : { vi: 'Chưa có nguồn dữ liệu.', en: 'There is no source of data yet.' },
    legalBasis: SOURCE,
    description: {
      vi: `${row.nameVi}, tính trên số liệu do cổng và hệ thống gửi về; không dùng số tự khai.`,
      en: `${row.nameEn}, from what portals and systems send; nothing that a body declares about itself.`,
    },
  };
}

function set(
  id: string,
  nameVi: string,
  nameEn: string,
  rows: readonly Row[],
  groups: [string, string, string][],
  by: IndicatorSetView['ranking']['by'],
): IndicatorSetView {
  const indicators = rows.map(indicator);
  const points = (list: readonly Indicator[]) => list.reduce((total, { maxPoints }) => total + maxPoints, 0);
  const computable = points(indicators.filter(({ available }) => available));
  return {
    id,
    version: 1,
    nameVi,
    nameEn,
    legalBasis: SOURCE,
    validFrom: '2024-01-01',
    validTo: null,
    note: {
      vi: 'Trọng số là lựa chọn của bản cài đặt này, không phải của văn bản.',
      en: 'The weights are a choice of this installation, not of a law.',
    },
    maxPoints: points(indicators),
    availablePoints: computable,
    groups: groups.map(([groupId, vi, en]) => ({
      id: groupId,
      nameVi: vi,
      nameEn: en,
      maxPoints: points(indicators.filter((each) => each.groupId === groupId)),
    })),
    indicators,
    grades: GRADES,
    scoreMax: by === 'points' ? computable : 100,
    ranking: {
      by,
      minimumComputedShare: 0.6,
      minimumDossiers: 30,
      grades: by === 'points' ? 'none' : 'by-score',
      words: {
        vi: `Không xếp hạng cơ quan mới tính được dưới 60% của ${computable} điểm, hoặc tiếp nhận dưới 30 hồ sơ trong kỳ.`,
        en: `No place for a body for which less than 60% of ${computable} points could be computed, or that received fewer than 30 dossiers.`,
      },
    },
  };
}

export const MADE_UP_SETS: readonly IndicatorSetView[] = [
  set(
    'emc-2024',
    'Bộ chỉ số giám sát EMC 2024',
    'EMC monitoring indicators 2024',
    [
      { id: 'online-rate', groupId: 'use', nameVi: 'Tỷ lệ hồ sơ nộp trực tuyến', nameEn: 'Online dossier rate', maxPoints: 20, numerator: 'dossiers.online', denominator: 'dossiers.received' },
      { id: 'full-online-rate', groupId: 'use', nameVi: 'Tỷ lệ hồ sơ trực tuyến toàn trình', nameEn: 'Full-online dossier rate', maxPoints: 20, numerator: 'dossiers.full_online', denominator: 'dossiers.received' },
      { id: 'substantial', groupId: 'use', nameVi: 'Sử dụng thực chất (70 % hồ sơ trực tuyến)', nameEn: 'Substantial use (70 % online)', maxPoints: 15, numerator: 'dossiers.online', denominator: 'dossiers.received', fullAt: 0.7, goal: 0.7 },
      { id: 'procedures-online', groupId: 'supply', nameVi: 'Tỷ lệ thủ tục cung cấp trực tuyến', nameEn: 'Procedures online', maxPoints: 15, numerator: 'procedures.online', denominator: 'procedures.total' },
      { id: 'services-with-dossiers', groupId: 'supply', nameVi: 'Dịch vụ trực tuyến có phát sinh hồ sơ', nameEn: 'Online services with dossiers', maxPoints: 10, numerator: 'procedures.online_with_dossiers', denominator: 'procedures.online' },
      { id: 'portal-usage', groupId: 'connection', nameVi: 'Cổng có người dùng hằng ngày', nameEn: 'Portals used every day', maxPoints: 10, numerator: 'portal_days.used', denominator: 'portal_days.expected' },
      { id: 'connection', groupId: 'connection', nameVi: 'Cổng đang gửi dữ liệu', nameEn: 'Portals sending data', maxPoints: 10, numerator: 'portals.receiving', denominator: 'portals.expected' },
    ],
    [['use', 'Sử dụng', 'Use'], ['supply', 'Cung cấp', 'Provision'], ['connection', 'Kết nối', 'Connection']],
    'score',
  ),
  set(
    'decision-766-2022',
    'Bộ chỉ số theo Quyết định 766/QĐ-TTg (2022)',
    'Indicators of Decision 766/QĐ-TTg (2022)',
    [
      { id: 'transparency', groupId: 'transparency', nameVi: 'Công khai, minh bạch', nameEn: 'Transparency', maxPoints: 18 },
      { id: 'progress', groupId: 'progress', nameVi: 'Hồ sơ giải quyết đúng hạn', nameEn: 'Dossiers finished on time', maxPoints: 20, numerator: 'dossiers.on_time', denominator: 'dossiers.finished' },
      { id: 'online-dossiers', groupId: 'online', nameVi: 'Hồ sơ nộp trực tuyến', nameEn: 'Dossiers received online', maxPoints: 12, numerator: 'dossiers.online', denominator: 'dossiers.received', fullAt: 0.5 },
      { id: 'payment', groupId: 'online', nameVi: 'Thanh toán trực tuyến', nameEn: 'Online payment', maxPoints: 10, numerator: 'dossiers.paid_online', denominator: 'dossiers.with_fee' },
      { id: 'digitisation', groupId: 'digitisation', nameVi: 'Số hóa hồ sơ', nameEn: 'Digitisation', maxPoints: 22 },
      { id: 'satisfaction', groupId: 'satisfaction', nameVi: 'Mức độ hài lòng', nameEn: 'Satisfaction', maxPoints: 18 },
    ],
    [['transparency', 'Công khai, minh bạch', 'Transparency'], ['progress', 'Tiến độ giải quyết', 'Progress'], ['online', 'Dịch vụ trực tuyến', 'Online services'], ['digitisation', 'Số hóa hồ sơ', 'Digitisation'], ['satisfaction', 'Mức độ hài lòng', 'Satisfaction']],
    'points',
  ),
]; // prettier-ignore
