/** What campaigns decided about bodies that were proposed not to be evaluated. */
export const decisions = {
  title: 'Quyết định không đánh giá',
  lead: 'Hết thời hạn theo văn bản mà chưa kết nối đầy đủ thì cơ quan bị đề xuất không đánh giá. Từng đề xuất do người có thẩm quyền quyết định, kèm lý do; quyết định được công bố tại đây.',
  asOf: 'Tính đến ngày',
  counts: (notEvaluated: string, rejected: string) =>
    `${notEvaluated} cơ quan được quyết định không đánh giá; ${rejected} đề xuất không được chấp nhận.`,
  notEvaluated: 'Không đánh giá',
  rejected: 'Không chấp nhận đề xuất',
  decision: 'Quyết định',
  reason: 'Lý do',
  campaign: 'Đợt hoàn thành kết nối',
  document: 'Văn bản',
  limit: 'Thời hạn kết nối',
  decidedAt: 'Ngày quyết định',
  none: (day: string) => `Đến ngày ${day} chưa có quyết định nào. Quyết định được công bố ngay khi có.`,
  others: 'Cơ quan chưa kết nối đầy đủ cũng không được đánh giá, kể cả khi chưa có quyết định.',
  toRankings: 'Danh sách cơ quan không đánh giá và lý do',
};
