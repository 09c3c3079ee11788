import { DOSSIER_DROP_REASONS } from '@emc/contract';
import type { DossierDropReason, WordsInBoth } from '@emc/contract';

/** Why a dossier change was not taken, in the words of the engineer of the system that sent it. */
const MEANINGS: Record<DossierDropReason, WordsInBoth> = {
  'unknown-system': {
    vi: 'Hệ thống gửi chưa được đăng ký. Kiểm tra siteId hoặc khóa kết nối, hoặc đăng ký hệ thống tại trang của cơ quan.',
    en: 'The sending system is not registered. Check its siteId or key, or register it on the page of its body.',
  },
  'wrong-key': {
    vi: 'Khóa kết nối không đúng. Dùng khóa được cấp gần nhất, hoặc cấp khóa mới tại trang của hệ thống.',
    en: 'The key is not right. Use the one that was given last, or make a new one on the page of the system.',
  },
  'wrong-address': {
    vi: 'Địa chỉ mạng của máy gửi không nằm trong danh sách đã đăng ký của hệ thống. Bổ sung địa chỉ tại trang của hệ thống.',
    en: "The sender's network address is not among those registered for the system. Add it on the page of the system.",
  },
  'wrong-agency': {
    vi: 'Mã đơn vị (madonvi) hoặc mã hồ sơ không thuộc cơ quan của hệ thống. Kiểm tra mã đơn vị đã cấu hình.',
    en: "The agency code (madonvi) is not that of the system's body. Check the configured code.",
  },
  'retired-system': {
    vi: 'Hệ thống đã ngừng kết nối. Đăng ký hệ thống mới rồi gửi lại.',
    en: 'The system is retired. Register a new one and send again.',
  },
  'bad-shape': {
    vi: 'Nội dung gửi không đúng cấu trúc: thiếu trường bắt buộc, hoặc giá trị ngoài danh mục. Câu trả lời nêu bản ghi và trường.',
    en: 'What was sent has the wrong form: a required field is missing or a value is not allowed. The reply names record and field.',
  },
  'bad-code': {
    vi: 'Mã hồ sơ hoặc mã thủ tục hành chính trống hoặc không đúng quy định.',
    en: 'The code of the dossier or of the procedure is empty or not of the prescribed form.',
  },
  'bad-time': {
    vi: 'Một mốc thời gian không đúng dạng yyyyMMddHHmmss hoặc ngoài khoảng cho phép.',
    en: 'A time is not of the form yyyyMMddHHmmss or out of the allowed range.',
  },
  'body-too-large': {
    vi: 'Gói dữ liệu vượt quá giới hạn. Chia nhỏ rồi gửi lại.',
    en: 'The envelope was too large. Send it in smaller parts.',
  },
  'not-recording': {
    vi: 'Hệ thống giám sát đang tạm ngừng ghi nhận. Gửi lại sau ít phút.',
    en: 'Recording was switched off for the moment. Send again in a few minutes.',
  },
  'spool-full': {
    vi: 'Hệ thống giám sát quá tải, tạm thời không nhận thêm. Gửi lại sau ít phút.',
    en: 'The collector was full and could not take more for the moment. Send again in a few minutes.',
  },
};

export function meaningOfDrop(reason: string): WordsInBoth {
  const known = DOSSIER_DROP_REASONS.find((one) => one === reason);
  return known === undefined ? { vi: reason, en: reason } : MEANINGS[known];
}
