import { DROP_REASONS } from '@emc/contract';
import type { DropReason, WordsInBoth } from '@emc/contract';

/** Why a request was not counted, in the words of whoever must do something about it. */
const MEANINGS: Record<DropReason, WordsInBoth> = {
  'nothing-to-track': {
    vi: 'Yêu cầu không có nội dung để đo (chỉ có rec=1, không có url hay sự kiện). Kiểm tra lệnh trackPageView của mã giám sát.',
    en: 'The request held nothing to count (rec=1 alone, without url or event). Check the trackPageView command of the code.',
  },
  'unknown-site': {
    vi: 'siteId trong mã giám sát chưa được đăng ký. Sao chép lại mã của cổng từ trang đăng ký.',
    en: 'The siteId in the monitoring code is not registered. Copy the code of the portal again from its page.',
  },
  'retired-site': {
    vi: 'Cổng này đã ngừng theo dõi. Gỡ mã giám sát, hoặc đăng ký cổng mới.',
    en: 'This portal is retired. Remove the monitoring code, or register a new portal.',
  },
  'bad-visitor-id': {
    vi: 'Mã khách (_id hoặc cid) không phải 16 chữ số thập lục phân.',
    en: 'The visitor id (_id or cid) is not 16 hexadecimal digits.',
  },
  'bad-parameter': {
    vi: 'Một tham số có giá trị không hợp lệ; tiêu đề trả lời nêu tên tham số.',
    en: 'A parameter had a value that is not allowed; the header of the reply names it.',
  },
  'old-time-without-token': {
    vi: 'Thời điểm (cdt) cũ hơn 24 giờ mà không kèm khóa hợp lệ.',
    en: 'The time (cdt) is older than 24 hours and no valid token came with it.',
  },
  'body-too-large': {
    vi: 'Nội dung gửi lên vượt quá giới hạn. Gửi ít hơn trong mỗi lần.',
    en: 'The request body was too large. Send less at once.',
  },
  'wrong-host': {
    vi: 'Trang có mã nằm ở tên miền không thuộc cổng này. Nếu đúng là của cổng, thêm tên miền vào danh sách được phép.',
    en: 'The page with the code is on a host that is not of this portal. If it should be, add the host to the allowed ones.',
  },
  bot: {
    vi: 'Do máy tự động (bot) gửi; không tính vào số liệu. Máy chủ hoặc ứng dụng gửi thay người dùng thì gửi kèm mã khách (_id hoặc cid).',
    en: 'Sent by a robot; not counted. A server or an app that sends for people names each of them with _id or cid.',
  },
  'do-not-track': {
    vi: 'Người dùng yêu cầu không theo dõi (Do Not Track hoặc Global Privacy Control); không tính vào số liệu.',
    en: 'The visitor asked not to be tracked (Do Not Track or Global Privacy Control); not counted.',
  },
  'not-recording': {
    vi: 'Hệ thống đang bảo trì, tạm ngừng ghi nhận.',
    en: 'Recording was switched off for maintenance.',
  },
  'spool-full': {
    vi: 'Hệ thống quá tải, tạm thời không nhận thêm được.',
    en: 'The system was full and could not take more for the moment.',
  },
};

export function meaningOf(reason: string): WordsInBoth {
  return isDropReason(reason) ? MEANINGS[reason] : { vi: reason, en: reason };
}

function isDropReason(reason: string): reason is DropReason {
  return Object.hasOwn(DROP_REASONS, reason);
}
