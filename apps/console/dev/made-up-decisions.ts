import type { DecisionList } from '@emc/contract';
import type { MadeUpRegister } from './made-up-register.ts';

const LIMIT = '2026-10-31';
const DECIDED: readonly (readonly [code: string, notEvaluated: boolean, reason: string])[] = [
  ['H18', true, 'Hết thời hạn, cổng dịch vụ công chưa gửi số liệu; cơ quan chưa có văn bản giải trình.'],
  ['H56', false, 'Đã có văn bản giải trình, gián đoạn do chuyển trung tâm dữ liệu.'],
];

/** What one campaign decided about two bodies; nothing before its time limit. */
export function madeUpDecisions(register: MadeUpRegister, asOf: string): DecisionList {
  const items = (asOf < LIMIT ? [] : DECIDED).map(([bodyCode, notEvaluated, reason]) => ({
    bodyCode,
    nameVi: register.body(bodyCode)?.nameVi ?? bodyCode,
    nameEn: register.body(bodyCode)?.nameEn ?? bodyCode,
    notEvaluated,
    reason,
    decidedAt: '2026-11-03T09:30:00+07:00',
    campaign: 'Đợt hoàn thành kết nối tháng 10 năm 2026',
    document: 'Công văn số 1234/CĐSQG-KTS ngày 01/10/2026',
    limit: LIMIT,
  }));
  return { asOf, total: items.length, items };
}
