/**
 * Every refusal of the product: code → HTTP status and texts. `docs/errors.md` lists the same codes; a test compares
 * both ways. `title` says what is wrong; `remedy` what to do. Vietnamese first.
 */
export interface ErrorEntry {
  status: number;
  title: { vi: string; en: string };
  remedy: { vi: string; en: string };
}

function entry(status: number, viTitle: string, enTitle: string, viRemedy: string, enRemedy: string): ErrorEntry {
  return { status, title: { vi: viTitle, en: enTitle }, remedy: { vi: viRemedy, en: enRemedy } };
}

export const ERRORS = {
  'bad-request': entry(
    400,
    'Yêu cầu không hợp lệ',
    'The request is not valid',
    'Sửa các trường nêu trong "errors" rồi gửi lại.',
    'Correct the fields named in "errors" and send it again.',
  ),
  'not-found': entry(
    404,
    'Không có địa chỉ này',
    'There is nothing at this address',
    'Xem danh sách địa chỉ tại /api/v1/openapi.json.',
    'See /api/v1/openapi.json for the addresses that exist.',
  ),
  'method-not-allowed': entry(
    405,
    'Địa chỉ này không nhận phương thức đó',
    'This address does not take that method',
    'Dùng một phương thức nêu trong tiêu đề Allow.',
    'Use one of the methods in the Allow header.',
  ),
  'body-too-large': entry(
    413,
    'Nội dung gửi lên quá lớn',
    'The request body is too large',
    'Gửi ít hơn trong mỗi lần; giới hạn nêu trong "detail".',
    'Send less at once; "detail" states the limit.',
  ),
  'media-type-not-supported': entry(
    415,
    'Không nhận kiểu nội dung này',
    'This type of content is not taken',
    'Gửi JSON với tiêu đề "Content-Type: application/json".',
    'Send JSON with the header "Content-Type: application/json".',
  ),
  'operator-key-missing': entry(
    401,
    'Thiếu khóa của đơn vị vận hành',
    'The operator key is missing',
    'Gửi tiêu đề "Authorization: Bearer <khóa>"; khóa nằm trong tệp operator.key của thư mục dữ liệu.',
    'Send "Authorization: Bearer <key>"; the key is in operator.key in the data directory.',
  ),
  'operator-key-wrong': entry(
    403,
    'Khóa của đơn vị vận hành không đúng',
    'The operator key is not right',
    'Lấy lại khóa từ tệp operator.key của thư mục dữ liệu.',
    'Take the key from operator.key in the data directory.',
  ),
  'body-unknown': entry(
    404,
    'Không có cơ quan mang mã này',
    'No body has this code',
    'Xem mã tại /api/v1/bodies.',
    'See /api/v1/bodies for the codes.',
  ),
  'body-code-taken': entry(
    409,
    'Mã cơ quan đã được dùng',
    'The body code is already in use',
    'Chọn mã khác hoặc sửa cơ quan đang có.',
    'Choose another code or change the body that has it.',
  ),
  'body-not-valid-then': entry(
    409,
    'Cơ quan không tồn tại vào ngày đó',
    'The body does not exist on that day',
    'Dùng cơ quan kế thừa nêu trong "detail".',
    'Use the successor named in "detail".',
  ),
  'unit-unknown': entry(
    404,
    'Không có đơn vị này',
    'There is no such unit',
    'Xem các đơn vị tại /api/v1/bodies/{mã}/units.',
    'See /api/v1/bodies/{code}/units for the units.',
  ),
  'unit-of-another-body': entry(
    409,
    'Đơn vị thuộc cơ quan khác',
    'The unit belongs to another body',
    'Chọn đơn vị của đúng cơ quan.',
    'Choose a unit of this body.',
  ),
  'unit-cycle': entry(
    409,
    'Đơn vị không thể nằm dưới chính nó',
    'A unit cannot stand below itself',
    'Chọn đơn vị cấp trên khác.',
    'Choose another parent unit.',
  ),
  'portal-unknown': entry(
    404,
    'Không có cổng mang siteId này',
    'No portal has this siteId',
    'Xem siteId tại /api/v1/portals.',
    'See /api/v1/portals for the siteIds.',
  ),
  'portal-retired': entry(
    409,
    'Cổng đã ngừng theo dõi',
    'The portal is retired',
    'Đăng ký cổng mới; siteId không được dùng lại.',
    'Register a new portal; a siteId is never used again.',
  ),
  'site-id-taken': entry(
    409,
    'siteId đã được dùng, hoặc đã từng được dùng',
    'The siteId is, or once was, in use',
    'Bỏ trường siteId để hệ thống cấp số mới.',
    'Leave siteId out and a new number is given.',
  ),
  'portal-url-taken': entry(
    409,
    'Địa chỉ cổng đã được đăng ký',
    'A portal with this address is already registered',
    'Dùng cổng nêu trong "detail".',
    'Use the portal named in "detail".',
  ),
  'period-invalid': entry(
    400,
    'Khoảng thời gian không hợp lệ',
    'The period is not valid',
    'from không sau to, dạng YYYY-MM-DD, không quá giới hạn nêu trong "detail".',
    'from is not after to, both YYYY-MM-DD, within the limit named in "detail".',
  ),
  'store-unavailable': entry(
    503,
    'Kho dữ liệu tạm thời không trả lời',
    'A store does not answer at the moment',
    'Thử lại sau vài giây; số liệu gửi đến vẫn được giữ.',
    'Try again in a few seconds; what is being sent in is kept.',
  ),
  'too-many-listeners': entry(
    503,
    'Đã có quá nhiều người theo dõi trực tiếp',
    'Too many follow the live figures already',
    'Thử lại sau vài giây, hoặc hỏi từng lần bằng ?once=true.',
    'Try again in a few seconds, or ask once with ?once=true.',
  ),
  internal: entry(
    500,
    'Lỗi trong hệ thống',
    'Something failed inside the system',
    'Thử lại; nếu còn lỗi, báo đơn vị vận hành mã nêu trong "instance".',
    'Try again; if it fails again, give the operator the id in "instance".',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal on its way to whoever asked. `detail` names what was wrong and where; it never holds a secret or personal data. */
export class EmcError extends Error {
  override name = 'EmcError';
  readonly code: ErrorCode;
  readonly detail: string;
  /** Fields that were wrong: a JSON pointer or a parameter's name, and what is allowed. */
  readonly errors: { where: string; what: string }[];

  constructor(code: ErrorCode, detail: string, errors: { where: string; what: string }[] = []) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.errors = errors;
  }
}
