/** What visitors do besides reading. */

/** What people type into the search box: subjects, never persons. */
export const KEYWORDS: readonly string[] = [
  'đăng ký khai sinh',
  'đăng ký kết hôn',
  'cấp đổi giấy phép lái xe',
  'bảng giá đất 2026',
  'lý lịch tư pháp',
  'giấy xác nhận tình trạng hôn nhân',
  'đăng ký tạm trú',
  'tuyển dụng viên chức',
  'đăng ký hộ kinh doanh',
  'giấy phép xây dựng',
  'bảo hiểm thất nghiệp',
  'tra cứu hồ sơ',
  'sáp nhập xã phường',
  'lịch tiếp công dân',
  'cấp giấy chứng nhận quyền sử dụng đất',
  'học phí năm học 2026-2027',
  'quy hoạch sử dụng đất',
  'mẫu tờ khai',
  'trợ cấp xã hội',
  'nộp thuế điện tử',
  'an toàn thực phẩm',
  'chứng chỉ hành nghề',
  'kỳ thi tốt nghiệp trung học phổ thông',
  'phản ánh kiến nghị',
];

export interface EventTexts {
  category: string;
  action: string;
  name: string;
  value: number;
}
/** Events on any page. */
export const EVENTS: readonly EventTexts[] = [
  { category: 'Tiện ích', action: 'Đổi cỡ chữ', name: 'Phóng to', value: 0 },
  { category: 'Tiện ích', action: 'Nghe bài viết', name: 'Giọng đọc miền Bắc', value: 0 },
  { category: 'Tiện ích', action: 'In trang', name: '', value: 0 },
  { category: 'Tiện ích', action: 'Chia sẻ', name: 'Zalo', value: 0 },
  { category: 'Tiện ích', action: 'Chia sẻ', name: 'Facebook', value: 0 },
  { category: 'Trợ lý ảo', action: 'Mở hội thoại', name: '', value: 0 },
  { category: 'Trợ lý ảo', action: 'Đặt câu hỏi', name: '', value: 0 },
  { category: 'Video', action: 'Phát', name: 'Bản tin trong tuần', value: 0 },
];
/** Events on pages that ask for an opinion. */
export const FEEDBACK_EVENTS: readonly EventTexts[] = [
  { category: 'Đánh giá', action: 'Gửi đánh giá', name: 'Rất hài lòng', value: 5 },
  { category: 'Đánh giá', action: 'Gửi đánh giá', name: 'Hài lòng', value: 4 },
  { category: 'Đánh giá', action: 'Gửi đánh giá', name: 'Chưa hài lòng', value: 2 },
  { category: 'Phản ánh, kiến nghị', action: 'Gửi phản ánh', name: '', value: 0 },
];

/** Where links lead that leave the portal. */
export const OUTLINKS: readonly string[] = [
  'https://dichvucong.gov.vn/',
  'https://vneid.gov.vn/',
  'https://chinhphu.vn/',
  'https://vanban.chinhphu.vn/',
  'https://congbao.chinhphu.vn/',
  'https://quochoi.vn/',
  'https://www.facebook.com/thongtinchinhphu',
  'https://zalo.me/',
];

/** Documents: file name without number, extension. */
export const DOCUMENTS: readonly { name: string; extension: string }[] = [
  { name: 'quyet-dinh', extension: 'pdf' },
  { name: 'ke-hoach', extension: 'pdf' },
  { name: 'thong-bao', extension: 'pdf' },
  { name: 'cong-van', extension: 'pdf' },
  { name: 'bao-cao', extension: 'pdf' },
  { name: 'nghi-quyet', extension: 'pdf' },
  { name: 'phu-luc', extension: 'xlsx' },
  { name: 'to-khai', extension: 'docx' },
  { name: 'bieu-mau', extension: 'docx' },
  { name: 'tai-lieu-kem-theo', extension: 'zip' },
];
