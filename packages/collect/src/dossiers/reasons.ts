import type { DossierDropReason } from '@emc/contract';

interface Answer {
  /** HTTP status of an answer to TrackingMCDT. */
  status: number;
  /** `error_code` of an answer in the national synchronisation format. Never 0 (accepted) nor 3 or -3 (exists already). */
  errorCode: string;
  vi: string;
  /** ASCII: it stands in a header. Nothing of it is what the sender sent. */
  en: string;
}

/** What the sender is told for each reason; docs/errors.md lists the same (a test compares). */
export const DOSSIER_ANSWERS: Readonly<Record<DossierDropReason, Answer>> = {
  'unknown-system': {
    status: 400,
    errorCode: '101',
    vi: 'Không nhận ra hệ thống gửi. Gửi khóa của hệ thống trong tiêu đề Authorization: Bearer hoặc trường session; với TrackingMCDT, gửi siteId đã đăng ký.',
    en: 'No system could be told. Send its key in the header Authorization: Bearer or in the field session; for TrackingMCDT send a registered siteId.',
  },
  'wrong-key': {
    status: 401,
    errorCode: '102',
    vi: 'Khóa không đúng hoặc đã được thay. Dùng khóa mới nhất do đơn vị vận hành cấp.',
    en: 'The key is wrong or was replaced. Use the newest key that the operator gave.',
  },
  'wrong-address': {
    status: 403,
    errorCode: '103',
    vi: 'Địa chỉ IP gửi chưa được đăng ký cho hệ thống này. Đề nghị đơn vị vận hành bổ sung địa chỉ, hoặc gửi kèm khóa.',
    en: 'The address of the sender is not registered for this system. Ask the operator to add it, or send the key.',
  },
  'wrong-agency': {
    status: 403,
    errorCode: '104',
    vi: 'Mã đơn vị (madonvi) hoặc siteId không thuộc hệ thống này. Sửa lại theo mã đã đăng ký.',
    en: 'madonvi or siteId is not that of this system. Send the one that was registered.',
  },
  'retired-system': {
    status: 400,
    errorCode: '105',
    vi: 'Hệ thống đã ngừng theo dõi. Đăng ký hệ thống mới với đơn vị vận hành.',
    en: 'The system is retired. Register a new one with the operator.',
  },
  'bad-shape': {
    status: 400,
    errorCode: '201',
    vi: 'Nội dung không đúng cấu trúc. Sửa trường được nêu rồi gửi lại.',
    en: 'What was sent does not have its form. Correct the field that is named and send it again.',
  },
  'bad-code': {
    status: 400,
    errorCode: '202',
    vi: 'Thiếu mã hồ sơ, hoặc mã quá dài. Bổ sung mã rồi gửi lại.',
    en: 'The code of the dossier is missing or too long. Send it again with the code.',
  },
  'bad-time': {
    status: 400,
    errorCode: '203',
    vi: 'Thời điểm không đúng dạng yyyyMMddHHmmss (giờ Việt Nam) hoặc ngoài khoảng cho phép. Sửa rồi gửi lại.',
    en: 'A time is not yyyyMMddHHmmss (time of Viet Nam) or out of range. Correct it and send it again.',
  },
  'body-too-large': {
    status: 413,
    errorCode: '204',
    vi: 'Gói dữ liệu quá lớn. Chia nhỏ rồi gửi lại.',
    en: 'Too much was sent at once. Divide it and send the parts.',
  },
  'not-recording': {
    status: 503,
    errorCode: '301',
    vi: 'Hệ thống đang tạm dừng tiếp nhận để bảo trì. Gửi lại sau.',
    en: 'Recording is switched off for maintenance. Send it again later.',
  },
  'spool-full': {
    status: 503,
    errorCode: '302',
    vi: 'Hệ thống tạm thời chưa nhận thêm được. Gửi lại sau.',
    en: 'No more can be taken at the moment. Send it again later.',
  },
};
