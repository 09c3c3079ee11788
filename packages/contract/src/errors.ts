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
  'address-too-long': entry(
    414,
    'Địa chỉ quá dài',
    'The address is too long',
    'Rút ngắn địa chỉ; giới hạn nêu trong "detail".',
    'Shorten the address; "detail" states the limit.',
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
  'procedure-unknown': entry(
    404,
    'Không có thủ tục này trong danh mục',
    'The catalogue has no such procedure',
    'Xem mã tại /api/v1/procedures?body={mã}.',
    'See /api/v1/procedures?body={code} for the codes.',
  ),
  'import-too-large': entry(
    413,
    'Tệp nhập quá lớn',
    'The file to import is too large',
    'Chia tệp theo cơ quan rồi nhập từng phần.',
    'Divide the file by body and import the parts.',
  ),
  'system-unknown': entry(
    404,
    'Không có hệ thống này',
    'There is no such system',
    'Xem các hệ thống tại /api/v1/systems.',
    'See /api/v1/systems for the systems.',
  ),
  'dossier-unknown': entry(
    404,
    'Không có hồ sơ này',
    'There is no such dossier',
    'Ghi mã hồ sơ đúng như hệ thống đã gửi; mã không theo quy định không tra cứu được.',
    'Write the code as the system sent it; codes of unofficial form cannot be looked up.',
  ),
  'system-retired': entry(
    409,
    'Hệ thống đã ngừng theo dõi',
    'The system is retired',
    'Đăng ký hệ thống mới.',
    'Register a new system.',
  ),
  'system-feed-taken': entry(
    409,
    'Đã có hệ thống khác gửi bằng siteId này',
    'Another system already sends with this siteId',
    'Dùng siteId khác hoặc sửa hệ thống nêu trong "detail".',
    'Use another siteId, or change the system named in "detail".',
  ),
  'campaign-unknown': entry(
    404,
    'Không có đợt kết nối này',
    'There is no such campaign',
    'Xem các đợt tại /api/v1/campaigns.',
    'See /api/v1/campaigns for the campaigns.',
  ),
  'proposal-unknown': entry(
    404,
    'Cơ quan không thuộc danh sách đề xuất của đợt này',
    'The body is not among the proposals of this campaign',
    'Xem danh sách đề xuất của đợt.',
    'See the proposals of the campaign.',
  ),
  'limit-not-passed': entry(
    409,
    'Chưa hết thời hạn của đợt',
    'The time limit of the campaign has not passed',
    'Quyết định sau ngày hết hạn nêu trong "detail".',
    'Decide after the day named in "detail".',
  ),
  'page-check-busy': entry(
    429,
    'Trang này vừa được kiểm tra',
    'This page was checked a moment ago',
    'Thử lại sau một phút.',
    'Try again in a minute.',
  ),
  'page-checks-too-many': entry(
    429,
    'Cơ quan này đã yêu cầu kiểm tra quá nhiều trang, hoặc quá nhiều trang đang chờ',
    'Too many pages of this body were checked on demand, or too many wait',
    'Thử lại sau ít phút. Mỗi trang vẫn được tự động kiểm tra mỗi ngày một lần.',
    'Try again in some minutes. Every page is looked at once a day by itself.',
  ),
  'indicator-set-unknown': entry(
    404,
    'Không có bộ chỉ số này',
    'There is no such indicator set',
    'Xem các bộ chỉ số tại /api/v1/indicator-sets.',
    'See /api/v1/indicator-sets for the sets.',
  ),
  'open-data-unknown': entry(
    404,
    'Không có bảng dữ liệu mở này',
    'There is no such open data table',
    'Xem các bảng tại /api/v1/open-data.',
    'See /api/v1/open-data for the tables.',
  ),
  'sign-in-required': entry(
    401,
    'Cần đăng nhập',
    'Signing in is required',
    'Đăng nhập tại /dang-nhap, hoặc gửi khóa của đơn vị vận hành.',
    'Sign in at /en/sign-in, or send the operator key.',
  ),
  'sign-in-failed': entry(
    401,
    'Địa chỉ thư, mật khẩu hoặc mã xác thực không đúng',
    'E-mail address, password or code is not right',
    'Kiểm tra rồi nhập lại; nếu quên, nhờ đơn vị vận hành cấp lại mật khẩu.',
    'Check and enter it again; if it is forgotten, ask the operator for a new password.',
  ),
  'session-invalid': entry(
    401,
    'Phiên đăng nhập không còn hiệu lực',
    'The session is no longer valid',
    'Đăng nhập lại.',
    'Sign in again.',
  ),
  'not-allowed': entry(
    403,
    'Tài khoản không có quyền làm việc này',
    'The account is not allowed to do this',
    'Nhờ tài khoản có vai trò nêu trong "detail".',
    'Ask somebody with the role named in "detail".',
  ),
  'second-factor-required': entry(
    403,
    'Chưa thiết lập xác thực hai lớp',
    'The second factor is not set up',
    'Đổi mật khẩu lần đầu và thiết lập xác thực hai lớp tại /tai-khoan.',
    'Change the first password and set up the second factor at /en/account.',
  ),
  'foreign-origin': entry(
    403,
    'Yêu cầu đến từ trang khác',
    'The request comes from another site',
    'Thao tác từ chính trang của hệ thống, tại địa chỉ công khai của nó (EMC_PUBLIC_URL).',
    'Do it from the pages of the system itself, at its public address (EMC_PUBLIC_URL).',
  ),
  'account-unknown': entry(
    404,
    'Không có tài khoản này',
    'There is no such account',
    'Xem các tài khoản tại /api/v1/accounts.',
    'See /api/v1/accounts for the accounts.',
  ),
  'account-email-taken': entry(
    409,
    'Địa chỉ thư đã có tài khoản',
    'The e-mail address already has an account',
    'Dùng địa chỉ khác, hoặc cấp lại mật khẩu cho tài khoản đó.',
    'Use another address, or give that account a new password.',
  ),
  'too-many-tries': entry(
    429,
    'Quá nhiều lần thử',
    'Too many tries',
    'Chờ đến lúc nêu trong tiêu đề Retry-After.',
    'Wait until the time in the header Retry-After.',
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
  'readers-unavailable': entry(
    503,
    'Phần trả lời người đọc tạm thời không hoạt động',
    'The part that answers readers is away at the moment',
    'Thử lại sau vài giây; nếu vừa gửi thay đổi, xem trước thay đổi đã có chưa. Số liệu gửi đến vẫn được nhận.',
    'Try again in a few seconds; after a change, look first whether it was made. What is being sent in is taken.',
  ),
  'question-too-large': entry(
    503,
    'Câu hỏi cần nhiều tài nguyên hơn mức cho phép của một câu hỏi',
    'The question needs more than one question may take',
    'Chọn khoảng thời gian ngắn hơn, hoặc hỏi từng cơ quan, từng cổng.',
    'Ask for a shorter period, or for one body or portal at a time.',
  ),
  'data-damaged': entry(
    503,
    'Dữ liệu cần cho số liệu này bị hỏng trên đĩa',
    'Data that this figure needs is damaged on the disk',
    'Chọn khoảng thời gian không gồm ngày bị hỏng nêu tại /api/v1/health, hoặc chờ đơn vị vận hành chạy “emc repair”.',
    'Ask for a period without the damaged days named at /api/v1/health, or wait until the operator has run "emc repair".',
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
  /** Seconds after which the same request may work; for the header Retry-After. */
  retryAfter_s: number | undefined;

  constructor(code: ErrorCode, detail: string, errors: { where: string; what: string }[] = []) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.errors = errors;
  }
}
