import { count, day, EACH_CALL, instant, type Table, text, yes } from './table.ts';

const CODE = text('Mã cơ quan (Quyết định 20/2020/QĐ-TTg)', 'Agency code (Decision 20/2020/QĐ-TTg)');
const NAME_VI = text('Tên cơ quan', 'Name in Vietnamese');
const NAME_EN = text('Tên tiếng Anh', 'Name in English');
const KIND = text('Loại cơ quan', 'Kind of body');

/** Each body's connection on a day. */
export const connectionTable: Table = {
  id: 'connection',
  title: { vi: 'Tình trạng kết nối của các cơ quan', en: 'Connection of the bodies' },
  description: {
    vi: 'Mỗi dòng một cơ quan, vào ngày asOf (mặc định hôm nay).',
    en: 'One row a body, on the day asOf (today when left out).',
  },
  updated: EACH_CALL,
  columns: {
    body_code: CODE,
    name_vi: NAME_VI,
    name_en: NAME_EN,
    kind: KIND,
    state: text(
      'connected: đã kết nối đầy đủ; partly-connected: chưa đầy đủ; not-connected: chưa kết nối',
      'connected (fully), partly-connected or not-connected',
    ),
    reason_vi: text('Lý do theo quy tắc', 'Why, by the rule, in Vietnamese'),
    reason_en: text('Lý do bằng tiếng Anh', 'Why, by the rule'),
    portals_expected: count('Số cổng phải kết nối', 'Portals that must be connected'),
    portals_receiving: count('Số cổng đang nhận dữ liệu', 'Of those, receiving'),
    systems_expected: count('Số hệ thống phải kết nối', 'Systems that must be connected'),
    systems_receiving: count('Số hệ thống đang nhận dữ liệu', 'Of those, receiving'),
  },
  rows: async (services, { asOf }) => {
    const board = await services.connections.board(asOf);
    const rows = board.items.map((item) => ({
      body_code: item.bodyCode,
      name_vi: item.nameVi,
      name_en: item.nameEn,
      kind: item.kind,
      state: item.state,
      reason_vi: item.reason.vi,
      reason_en: item.reason.en,
      portals_expected: item.portals.expected,
      portals_receiving: item.portals.receiving,
      systems_expected: item.systems.expected,
      systems_receiving: item.systems.receiving,
    }));
    return {
      asOf: board.judgedAt,
      period: { from: board.asOf, to: board.asOf },
      simulated: services.version().simulated,
      rows,
    };
  },
};

/** How many were connected, day by day. */
export const connectionTrendTable: Table = {
  id: 'connection-trend',
  title: { vi: 'Diễn biến kết nối 30 ngày', en: 'Connection over 30 days' },
  description: {
    vi: 'Mỗi dòng một ngày, đến ngày asOf. Ô trống là không biết.',
    en: 'One row a day, up to asOf. An empty field is not known.',
  },
  updated: EACH_CALL,
  columns: {
    day: day('Ngày', 'Day'),
    connected: count('Số cơ quan đã kết nối đầy đủ', 'Bodies fully connected'),
    partly_connected: count('Số cơ quan kết nối chưa đầy đủ', 'Bodies partly connected'),
    not_connected: count('Số cơ quan chưa kết nối', 'Bodies not connected'),
  },
  rows: async (services, { asOf }) => {
    const board = await services.connections.board(asOf);
    const rows = board.trend.map((point) => ({
      day: point.day,
      connected: point.connected,
      partly_connected: point.partly,
      not_connected: point.not,
    }));
    const period = { from: board.trend[0]?.day ?? board.asOf, to: board.asOf };
    return { asOf: board.judgedAt, period, simulated: services.version().simulated, rows };
  },
};

/** Which bodies campaigns decided not to evaluate, and which proposals were rejected. */
export const decisionTable: Table = {
  id: 'decisions',
  title: { vi: 'Quyết định không đánh giá', en: 'Decisions not to evaluate' },
  description: {
    vi: 'Mỗi dòng một cơ quan: quyết định mới nhất của các đợt hoàn thành kết nối có thời hạn không sau ngày asOf.',
    en: 'One row a body: the newest decision of the campaigns whose time limit is not after asOf.',
  },
  updated: EACH_CALL,
  columns: {
    body_code: CODE,
    name_vi: NAME_VI,
    name_en: NAME_EN,
    not_evaluated: yes(
      'true: không đánh giá; false: không chấp nhận đề xuất không đánh giá',
      'true: not evaluated; false: the proposal was rejected',
    ),
    reason: text('Lý do, theo lời người quyết định', 'Why, in the words of who decided (Vietnamese)'),
    decided_at: instant('Thời điểm quyết định', 'When it was decided'),
    campaign: text('Đợt hoàn thành kết nối', 'Campaign for completing the connection'),
    document: text('Văn bản ấn định thời hạn', 'Letter that set the time limit'),
    time_limit: day('Thời hạn hoàn thành kết nối', 'Last day for completing the connection'),
  },
  rows: async (services, { asOf }) => {
    const decisions = await services.connections.decisions(asOf);
    const { now, simulated } = services.version();
    const rows = decisions.items.map((item) => ({
      body_code: item.bodyCode,
      name_vi: item.nameVi,
      name_en: item.nameEn,
      not_evaluated: item.notEvaluated,
      reason: item.reason,
      decided_at: item.decidedAt,
      campaign: item.campaign,
      document: item.document,
      time_limit: item.limit,
    }));
    return { asOf: now, period: { from: decisions.asOf, to: decisions.asOf }, simulated, rows };
  },
};
