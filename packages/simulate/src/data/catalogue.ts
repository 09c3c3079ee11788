/**
 * What procedures are made of in the simulated catalogue: fields, what is applied for in each, and what can be done about
 * it. The names are of the usual kind; no entry is that of a real catalogue, and no code belongs to its name.
 */
export interface FieldTexts {
  code: string;
  name: string;
  /** What is applied for. */
  subjects: readonly string[];
}

const field = (code: string, name: string, ...subjects: string[]): FieldTexts => ({ code, name, subjects });

export const ACTIONS = [
  { verb: 'Cấp', weight: 10, days: 10 },
  { verb: 'Cấp lại', weight: 4, days: 5 },
  { verb: 'Gia hạn', weight: 3, days: 7 },
  { verb: 'Điều chỉnh', weight: 3, days: 8 },
  { verb: 'Thu hồi theo đề nghị', weight: 0.6, days: 7 },
] as const;

export const PROVINCE_FIELDS: readonly FieldTexts[] = [
  field('HOTICH', 'Hộ tịch', 'bản sao trích lục hộ tịch', 'giấy xác nhận tình trạng hôn nhân', 'giấy khai sinh'),
  field(
    'DATDAI',
    'Đất đai',
    'giấy chứng nhận quyền sử dụng đất',
    'quyết định chuyển mục đích sử dụng đất',
    'trích lục bản đồ địa chính',
  ),
  field(
    'XAYDUNG',
    'Xây dựng',
    'giấy phép xây dựng nhà ở riêng lẻ',
    'giấy phép quy hoạch',
    'chứng chỉ hành nghề hoạt động xây dựng',
  ),
  field('GIAOTHONG', 'Giao thông vận tải', 'giấy phép lái xe', 'phù hiệu xe ô tô', 'giấy phép kinh doanh vận tải'),
  field(
    'DOANHNGHIEP',
    'Thành lập và hoạt động doanh nghiệp',
    'giấy chứng nhận đăng ký hộ kinh doanh',
    'giấy chứng nhận đăng ký doanh nghiệp',
    'giấy chứng nhận đăng ký hợp tác xã',
  ),
  field(
    'YTE',
    'Y tế',
    'chứng chỉ hành nghề dược',
    'giấy phép hoạt động khám bệnh, chữa bệnh',
    'giấy chứng nhận đủ điều kiện kinh doanh dược',
  ),
  field(
    'ATTP',
    'An toàn thực phẩm',
    'giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm',
    'giấy xác nhận nội dung quảng cáo thực phẩm',
  ),
  field(
    'GIAODUC',
    'Giáo dục và đào tạo',
    'bản sao văn bằng từ sổ gốc',
    'giấy phép hoạt động trung tâm ngoại ngữ',
    'quyết định cho phép thành lập trường mầm non',
  ),
  field(
    'LAODONG',
    'Lao động, việc làm',
    'giấy phép lao động cho người nước ngoài',
    'quyết định hưởng trợ cấp thất nghiệp',
    'giấy phép hoạt động dịch vụ việc làm',
  ),
  field('BAOTRO', 'Bảo trợ xã hội', 'quyết định trợ cấp xã hội hằng tháng', 'giấy xác nhận khuyết tật'),
  field('TUPHAP', 'Tư pháp', 'phiếu lý lịch tư pháp', 'thẻ công chứng viên', 'thẻ tư vấn viên pháp luật'),
  field(
    'VANHOA',
    'Văn hóa, thể thao và du lịch',
    'giấy phép kinh doanh karaoke',
    'thẻ hướng dẫn viên du lịch',
    'giấy phép tổ chức triển lãm',
  ),
  field(
    'CONGTHUONG',
    'Công Thương',
    'giấy phép bán lẻ rượu',
    'giấy chứng nhận đủ điều kiện kinh doanh xăng dầu',
    'giấy phép hoạt động điện lực',
  ),
  field('MOITRUONG', 'Môi trường', 'giấy phép môi trường', 'giấy phép khai thác nước dưới đất'),
  field(
    'NONGNGHIEP',
    'Nông nghiệp',
    'giấy chứng nhận đủ điều kiện buôn bán thuốc bảo vệ thực vật',
    'giấy phép khai thác thủy sản',
    'mã số vùng trồng',
  ),
  field(
    'KHCN',
    'Khoa học và công nghệ',
    'giấy chứng nhận hoạt động khoa học và công nghệ',
    'giấy phép tiến hành công việc bức xạ',
  ),
];

export const MINISTRY_FIELDS: readonly FieldTexts[] = [
  field(
    'CAPPHEP',
    'Cấp phép chuyên ngành',
    'giấy phép hoạt động',
    'giấy phép nhập khẩu',
    'giấy chứng nhận đủ điều kiện kinh doanh',
  ),
  field('CHUNGCHI', 'Chứng chỉ hành nghề', 'chứng chỉ hành nghề', 'thẻ kiểm định viên'),
  field('HOPCHUAN', 'Công bố hợp chuẩn, hợp quy', 'giấy tiếp nhận công bố hợp quy', 'giấy chứng nhận lưu hành tự do'),
];
