/**
 * What procedures are made of in the simulated catalogue: fields, what is applied for in each, and what can be done about
 * it. The names are of the usual kind; no entry is that of a real catalogue, and no code belongs to its name.
 */
export interface FieldTexts {
  code: string;
  name: string;
  /** What is granted for a time: granted, again, for longer, with other contents. */
  permits: readonly string[];
  /** What is granted once: granted, again, exchanged. */
  certificates: readonly string[];
  /** Procedures by their whole name. */
  others: readonly string[];
}

/** What is done about something, how often beside others, and how many working days it takes. */
interface Action {
  verb: string;
  weight: number;
  days: number;
}

export const PERMIT_ACTIONS: readonly Action[] = [
  { verb: 'Cấp', weight: 1, days: 10 },
  { verb: 'Cấp lại', weight: 0.4, days: 5 },
  { verb: 'Gia hạn', weight: 0.5, days: 7 },
  { verb: 'Điều chỉnh nội dung', weight: 0.3, days: 8 },
];
export const CERTIFICATE_ACTIONS: readonly Action[] = [
  { verb: 'Cấp', weight: 1, days: 8 },
  { verb: 'Cấp lại', weight: 0.4, days: 4 },
  { verb: 'Cấp đổi', weight: 0.3, days: 4 },
];
export const OTHER_ACTION: Action = { verb: '', weight: 0.7, days: 7 };

function field(
  code: string,
  name: string,
  { permits = [], certificates = [], others = [] }: Partial<Pick<FieldTexts, 'permits' | 'certificates' | 'others'>>,
): FieldTexts {
  return { code, name, permits, certificates, others };
}

export const PROVINCE_FIELDS: readonly FieldTexts[] = [
  field('HOTICH', 'Hộ tịch', {
    others: [
      'Đăng ký lại khai sinh',
      'Đăng ký lại kết hôn',
      'Đăng ký giám hộ',
      'Đăng ký nhận cha, mẹ, con',
      'Thay đổi, cải chính, bổ sung thông tin hộ tịch',
      'Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con',
      'Ghi vào sổ hộ tịch việc ly hôn, hủy việc kết hôn',
    ],
  }),
  field('CHUNGTHUC', 'Chứng thực', {
    others: ['Cấp bản sao từ sổ gốc', 'Chứng thực di chúc', 'Chứng thực hợp đồng, giao dịch liên quan đến động sản'],
  }),
  field('DATDAI', 'Đất đai', {
    others: [
      'Tách thửa hoặc hợp thửa đất',
      'Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất',
      'Xóa đăng ký biện pháp bảo đảm bằng quyền sử dụng đất',
      'Gia hạn sử dụng đất',
      'Cung cấp thông tin, dữ liệu đất đai',
      'Trích lục bản đồ địa chính',
      'Đính chính giấy chứng nhận quyền sử dụng đất đã cấp',
    ],
  }),
  field('XAYDUNG', 'Xây dựng', {
    permits: ['giấy phép xây dựng công trình', 'chứng chỉ năng lực hoạt động xây dựng'],
    others: ['Cung cấp thông tin quy hoạch xây dựng', 'Kiểm tra công tác nghiệm thu công trình xây dựng'],
  }),
  field('GIAOTHONG', 'Giao thông vận tải', {
    permits: ['giấy phép kinh doanh vận tải bằng xe ô tô'],
    certificates: ['phù hiệu xe ô tô kinh doanh vận tải', 'giấy phép lái xe quốc tế'],
    others: ['Đăng ký xe máy chuyên dùng lần đầu', 'Chấp thuận khai thác tuyến vận tải hành khách cố định'],
  }),
  field('DOANHNGHIEP', 'Thành lập và hoạt động doanh nghiệp', {
    others: [
      'Đăng ký thay đổi nội dung đăng ký hộ kinh doanh',
      'Chấm dứt hoạt động hộ kinh doanh',
      'Đăng ký thành lập công ty cổ phần',
      'Đăng ký thay đổi địa chỉ trụ sở chính của doanh nghiệp',
      'Thông báo tạm ngừng kinh doanh của doanh nghiệp',
      'Đăng ký thành lập hợp tác xã',
    ],
  }),
  field('YTE', 'Y tế', {
    permits: ['giấy phép hoạt động khám bệnh, chữa bệnh'],
    certificates: ['giấy chứng nhận đủ điều kiện kinh doanh dược'],
    others: ['Công bố cơ sở đủ điều kiện tiêm chủng', 'Tiếp nhận bản công bố đáp ứng tiêu chuẩn mua bán thiết bị y tế'],
  }),
  field('ATTP', 'An toàn thực phẩm', {
    certificates: ['giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm'],
    others: ['Xác nhận nội dung quảng cáo thực phẩm', 'Tiếp nhận bản tự công bố sản phẩm thực phẩm'],
  }),
  field('GIAODUC', 'Giáo dục và đào tạo', {
    permits: ['giấy phép hoạt động giáo dục của trung tâm ngoại ngữ, tin học'],
    others: [
      'Cho phép trường mầm non hoạt động giáo dục',
      'Chỉnh sửa nội dung văn bằng, chứng chỉ',
      'Xét, cấp học bổng chính sách',
    ],
  }),
  field('LAODONG', 'Lao động, việc làm', {
    permits: ['giấy phép hoạt động dịch vụ việc làm', 'giấy phép cho thuê lại lao động'],
    others: ['Chuyển nơi hưởng trợ cấp thất nghiệp', 'Đăng ký nội quy lao động của doanh nghiệp'],
  }),
  field('BAOTRO', 'Bảo trợ xã hội', {
    others: [
      'Xác định, xác định lại mức độ khuyết tật và cấp giấy xác nhận khuyết tật',
      'Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội',
      'Công nhận hộ nghèo, hộ cận nghèo',
    ],
  }),
  field('TUPHAP', 'Tư pháp', {
    certificates: ['thẻ công chứng viên', 'thẻ tư vấn viên pháp luật'],
    others: ['Đăng ký hoạt động của tổ chức hành nghề luật sư'],
  }),
  field('VANHOA', 'Văn hóa, thể thao và du lịch', {
    permits: ['giấy phép kinh doanh dịch vụ karaoke'],
    certificates: ['thẻ hướng dẫn viên du lịch'],
    others: ['Thông báo tổ chức biểu diễn nghệ thuật', 'Công nhận hạng cơ sở lưu trú du lịch'],
  }),
  field('CONGTHUONG', 'Công Thương', {
    permits: ['giấy phép bán buôn rượu', 'giấy phép hoạt động điện lực'],
    certificates: ['giấy chứng nhận cửa hàng đủ điều kiện bán lẻ xăng dầu'],
    others: ['Thông báo hoạt động khuyến mại'],
  }),
  field('MOITRUONG', 'Tài nguyên và môi trường', {
    permits: ['giấy phép môi trường', 'giấy phép khai thác nước dưới đất'],
  }),
  field('NONGNGHIEP', 'Nông nghiệp', {
    permits: ['giấy phép khai thác thủy sản'],
    certificates: ['giấy chứng nhận đủ điều kiện buôn bán thuốc bảo vệ thực vật'],
    others: ['Cấp mã số vùng trồng', 'Đăng ký kê khai số lượng chăn nuôi'],
  }),
  field('KHCN', 'Khoa học và công nghệ', {
    permits: ['giấy phép tiến hành công việc bức xạ sử dụng thiết bị X-quang'],
    certificates: ['giấy chứng nhận hoạt động khoa học và công nghệ'],
  }),
];

/** `{linh vuc}` stands for what the ministry is in charge of. */
export const MINISTRY_FIELDS: readonly FieldTexts[] = [
  field('CAPPHEP', 'Cấp phép chuyên ngành', {
    permits: [
      'giấy phép hoạt động dịch vụ trong lĩnh vực {linh vuc}',
      'giấy phép nhập khẩu hàng hóa chuyên ngành {linh vuc}',
    ],
    certificates: ['giấy chứng nhận đủ điều kiện kinh doanh trong lĩnh vực {linh vuc}'],
  }),
  field('CHUNGCHI', 'Chứng chỉ hành nghề', {
    permits: ['chứng chỉ hành nghề trong lĩnh vực {linh vuc}'],
    certificates: ['thẻ kiểm định viên trong lĩnh vực {linh vuc}'],
    others: ['Đăng ký dự thi sát hạch cấp chứng chỉ hành nghề trong lĩnh vực {linh vuc}'],
  }),
  field('HOPCHUAN', 'Công bố hợp chuẩn, hợp quy', {
    permits: ['giấy chứng nhận lưu hành tự do hàng hóa chuyên ngành {linh vuc}'],
    others: [
      'Tiếp nhận bản công bố hợp quy trong lĩnh vực {linh vuc}',
      'Chỉ định tổ chức đánh giá sự phù hợp trong lĩnh vực {linh vuc}',
    ],
  }),
];

/** What each ministry is in charge of, in a sentence; a body that is not listed has the fields `''`. */
export const MINISTRY_SECTORS: Readonly<Record<string, string>> = {
  '': 'quản lý nhà nước',
  G01: 'an ninh, trật tự',
  G02: 'công thương',
  G03: 'giáo dục và đào tạo',
  G04: 'giao thông vận tải',
  G05: 'kế hoạch và đầu tư',
  G06: 'khoa học và công nghệ',
  G07: 'lao động, việc làm',
  G08: 'đối ngoại',
  G09: 'nội vụ',
  G10: 'nông nghiệp',
  G11: 'quốc phòng',
  G12: 'tài chính',
  G13: 'tài nguyên và môi trường',
  G14: 'thông tin và truyền thông',
  G15: 'tư pháp',
  G16: 'văn hóa, thể thao và du lịch',
  G17: 'xây dựng',
  G18: 'y tế',
  G19: 'ngân hàng',
  G24: 'bảo hiểm xã hội',
};
