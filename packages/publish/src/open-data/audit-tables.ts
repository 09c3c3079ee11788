import { day, instant, place, type Table, text, yes } from './table.ts';

/** What anybody can hold the audit log against: its last entry as each day began. */
export const auditHeadTable: Table = {
  id: 'audit-heads',
  title: { vi: 'Giá trị băm cuối của nhật ký thao tác, từng ngày', en: 'The head of the audit log, day by day' },
  description: {
    vi: 'Mỗi dòng một ngày. Ai giữ một bản của bảng này chứng minh được rằng nhật ký không bị cắt, xóa hay viết lại: giá trị đã công bố không bao giờ thay đổi, và in_log luôn là true.',
    en: 'One row a day. A copy of this table proves that the log was not cut, emptied or rewritten: what was published never changes, and in_log is always true.',
  },
  updated: { vi: 'Mỗi ngày, ngay sau nửa đêm', en: 'Daily, right after midnight' },
  columns: {
    day: day('Ngày', 'Day'),
    noted_at: instant('Thời điểm ghi giá trị', 'When it was noted'),
    number: place('Số của mục cuối; 0 là chưa có mục nào', 'Number of the last entry; 0 = none yet'),
    hash: text('Giá trị băm của mục đó (SHA-256)', 'Hash of that entry (SHA-256)'),
    in_log: yes('Nhật ký hiện vẫn có đúng mục đó', 'Whether the log still has that very entry'),
  },
  rows: async (services, { from, to }) => {
    const heads = await services.audit.notedHeads({ from, to });
    const { now, simulated } = services.version();
    const rows = heads.map((head) => ({
      day: head.day,
      noted_at: head.notedAt,
      number: head.number,
      hash: head.hash,
      in_log: head.inLog,
    }));
    const last = heads.at(-1);
    const period = last === undefined ? null : { from: heads[0]!.day, to: last.day };
    return { asOf: now, period, simulated, rows };
  },
};
