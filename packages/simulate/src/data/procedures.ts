/**
 * Procedures that the simulated portals offer. The codes have the national form; which code belongs to which name
 * is for the simulation only and no catalogue.
 */
export interface ProcedureTexts {
  code: string;
  name: string;
  weight: number;
  /** Code of a field of the provinces (`PROVINCE_FIELDS`); a ministry's are of its own field. */
  fieldCode?: string;
}

function procedure(code: string, weight: number, name: string, fieldCode?: string): ProcedureTexts {
  return { code, name, weight, fieldCode };
}

export const PROVINCE_PROCEDURES: readonly ProcedureTexts[] = [
  procedure('1.001193', 10, 'Đăng ký khai sinh', 'HOTICH'),
  procedure('1.000894', 6, 'Đăng ký kết hôn', 'HOTICH'),
  procedure('1.000656', 4, 'Đăng ký khai tử', 'HOTICH'),
  procedure('1.004873', 9, 'Cấp giấy xác nhận tình trạng hôn nhân', 'HOTICH'),
  procedure('2.000635', 7, 'Cấp bản sao trích lục hộ tịch', 'HOTICH'),
  procedure('2.000815', 12, 'Chứng thực bản sao từ bản chính', 'CHUNGTHUC'),
  procedure('2.000884', 4, 'Chứng thực chữ ký', 'CHUNGTHUC'),
  procedure('2.000488', 8, 'Cấp phiếu lý lịch tư pháp cho công dân Việt Nam', 'TUPHAP'),
  procedure('1.001612', 6, 'Đăng ký thành lập hộ kinh doanh', 'DOANHNGHIEP'),
  procedure('1.001570', 2, 'Tạm ngừng kinh doanh hộ kinh doanh', 'DOANHNGHIEP'),
  procedure('2.001610', 3, 'Đăng ký thành lập doanh nghiệp tư nhân', 'DOANHNGHIEP'),
  procedure('2.001583', 3, 'Đăng ký thành lập công ty trách nhiệm hữu hạn một thành viên', 'DOANHNGHIEP'),
  procedure('1.002693', 2, 'Cấp giấy phép chặt hạ, dịch chuyển cây xanh', 'XAYDUNG'),
  procedure('1.009994', 5, 'Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ', 'XAYDUNG'),
  procedure('1.009995', 2, 'Cấp giấy phép xây dựng sửa chữa, cải tạo nhà ở riêng lẻ', 'XAYDUNG'),
  procedure('1.012753', 7, 'Đăng ký đất đai, cấp giấy chứng nhận lần đầu', 'DATDAI'),
  procedure('1.012756', 8, 'Đăng ký biến động quyền sử dụng đất do chuyển nhượng, tặng cho', 'DATDAI'),
  procedure('1.012766', 4, 'Cấp đổi giấy chứng nhận quyền sử dụng đất', 'DATDAI'),
  procedure('1.012780', 3, 'Chuyển mục đích sử dụng đất', 'DATDAI'),
  procedure('1.002809', 6, 'Đổi giấy phép lái xe', 'GIAOTHONG'),
  procedure('1.001023', 1, 'Cấp giấy phép liên vận', 'GIAOTHONG'),
  procedure('1.003658', 1, 'Công bố hoạt động bến thủy nội địa', 'GIAOTHONG'),
  procedure('1.004493', 2, 'Cấp chứng chỉ hành nghề dược', 'YTE'),
  procedure('1.003709', 2, 'Cấp giấy phép hành nghề khám bệnh, chữa bệnh', 'YTE'),
  procedure('1.002425', 3, 'Cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm', 'ATTP'),
  procedure('1.005092', 3, 'Cấp bản sao văn bằng, chứng chỉ từ sổ gốc', 'GIAODUC'),
  procedure('1.004831', 2, 'Chuyển trường đối với học sinh trung học phổ thông', 'GIAODUC'),
  procedure('3.000182', 4, 'Tuyển sinh trung học cơ sở', 'GIAODUC'),
  procedure('1.001776', 4, 'Thực hiện trợ cấp xã hội hằng tháng', 'BAOTRO'),
  procedure('2.000286', 1, 'Tiếp nhận đối tượng vào cơ sở trợ giúp xã hội', 'BAOTRO'),
  procedure('1.001978', 6, 'Giải quyết hưởng trợ cấp thất nghiệp', 'LAODONG'),
  procedure('1.010812', 1, 'Tiếp nhận người có công vào cơ sở nuôi dưỡng', 'BAOTRO'),
  procedure('2.000205', 2, 'Cấp giấy phép lao động cho người lao động nước ngoài', 'LAODONG'),
  procedure('1.004088', 1, 'Đăng ký lại phương tiện thủy nội địa', 'GIAOTHONG'),
  procedure('2.000633', 1, 'Cấp giấy phép bán lẻ rượu', 'CONGTHUONG'),
  procedure('1.008898', 1, 'Thông báo thành lập thư viện', 'VANHOA'),
];

/** By agency code. A ministry that is not listed offers those under `''`. */
export const MINISTRY_PROCEDURES: Readonly<Record<string, readonly ProcedureTexts[]>> = {
  '': [
    procedure('1.009374', 3, 'Tiếp nhận, giải quyết khiếu nại lần đầu'),
    procedure('1.009375', 2, 'Cung cấp thông tin theo yêu cầu của công dân'),
    procedure('2.002165', 1, 'Xét tặng kỷ niệm chương'),
  ],
  G01: [
    procedure('1.004222', 9, 'Đăng ký thường trú'),
    procedure('1.004194', 10, 'Đăng ký tạm trú'),
    procedure('1.001456', 7, 'Cấp hộ chiếu phổ thông'),
    procedure('1.003197', 4, 'Đăng ký xe lần đầu'),
    procedure('2.001194', 3, 'Nộp phạt vi phạm giao thông đường bộ'),
  ],
  G02: [
    procedure('2.000191', 3, 'Đăng ký hợp đồng theo mẫu'),
    procedure('1.003838', 5, 'Cấp giấy chứng nhận xuất xứ hàng hóa'),
    procedure('2.000131', 3, 'Thông báo thực hiện khuyến mại'),
  ],
  G03: [
    procedure('1.005090', 5, 'Đăng ký dự thi tốt nghiệp trung học phổ thông'),
    procedure('1.005098', 4, 'Đăng ký nguyện vọng xét tuyển đại học, cao đẳng'),
    procedure('1.005094', 2, 'Công nhận văn bằng do cơ sở giáo dục nước ngoài cấp'),
  ],
  G04: [
    procedure('1.002801', 5, 'Đổi giấy phép lái xe do ngành giao thông vận tải cấp'),
    procedure('1.002798', 2, 'Cấp giấy phép vận tải quốc tế'),
    procedure('1.005005', 2, 'Cấp giấy chứng nhận đăng kiểm'),
  ],
  G05: [
    procedure('2.001960', 3, 'Đăng ký tham gia Hệ thống mạng đấu thầu quốc gia'),
    procedure('1.009659', 2, 'Cấp giấy chứng nhận đăng ký đầu tư'),
  ],
  G06: [
    procedure('1.005273', 4, 'Đăng ký nhãn hiệu'),
    procedure('1.011936', 3, 'Đăng ký sáng chế'),
    procedure('2.000072', 2, 'Cấp giấy phép tiến hành công việc bức xạ'),
  ],
  G07: [
    procedure('1.005132', 2, 'Đăng ký hợp đồng lao động trực tiếp giao kết'),
    procedure('2.002028', 2, 'Cấp giấy phép đưa người lao động đi làm việc ở nước ngoài'),
  ],
  G08: [
    procedure('1.002313', 5, 'Hợp pháp hóa lãnh sự, chứng nhận lãnh sự'),
    procedure('2.002314', 2, 'Cấp giấy miễn thị thực'),
  ],
  G10: [
    procedure('1.003586', 3, 'Cấp giấy chứng nhận kiểm dịch thực vật'),
    procedure('1.004815', 2, 'Đăng ký mã số cơ sở nuôi, trồng'),
    procedure('1.003619', 2, 'Cấp giấy chứng nhận kiểm dịch động vật'),
  ],
  G12: [
    procedure('1.008572', 8, 'Khai thuế đối với hộ kinh doanh, cá nhân kinh doanh'),
    procedure('1.007699', 6, 'Quyết toán thuế thu nhập cá nhân'),
    procedure('1.007562', 5, 'Đăng ký mã số thuế lần đầu'),
    procedure('1.007616', 4, 'Thủ tục hải quan đối với hàng hóa xuất khẩu, nhập khẩu'),
  ],
  G13: [
    procedure('1.004232', 2, 'Cấp giấy phép thăm dò nước dưới đất'),
    procedure('1.010733', 2, 'Thẩm định báo cáo đánh giá tác động môi trường'),
  ],
  G14: [
    procedure('1.003888', 2, 'Trưng bày tranh, ảnh và hình thức thông tin khác bên ngoài trụ sở'),
    procedure('2.001766', 2, 'Cấp giấy phép thiết lập mạng xã hội'),
  ],
  G15: [
    procedure('2.002039', 4, 'Nhập quốc tịch Việt Nam'),
    procedure('1.003160', 3, 'Đăng ký biện pháp bảo đảm'),
    procedure('1.008925', 2, 'Đăng ký tập sự hành nghề công chứng'),
  ],
  G16: [
    procedure('1.004528', 3, 'Cấp giấy phép kinh doanh dịch vụ lữ hành quốc tế'),
    procedure('1.009397', 2, 'Tổ chức biểu diễn nghệ thuật'),
  ],
  G17: [
    procedure('1.009972', 4, 'Cấp chứng chỉ hành nghề hoạt động xây dựng'),
    procedure('1.009973', 3, 'Thẩm định báo cáo nghiên cứu khả thi đầu tư xây dựng'),
  ],
  G18: [
    procedure('1.004616', 4, 'Cấp giấy đăng ký lưu hành thuốc'),
    procedure('1.003348', 4, 'Đăng ký bản công bố sản phẩm thực phẩm'),
    procedure('1.002600', 3, 'Cấp số tiếp nhận phiếu công bố sản phẩm mỹ phẩm'),
  ],
  G19: [
    procedure('1.000289', 2, 'Đăng ký khoản vay nước ngoài'),
    procedure('1.000351', 2, 'Cấp giấy phép hoạt động cung ứng dịch vụ trung gian thanh toán'),
  ],
  G24: [
    procedure('1.001521', 7, 'Giải quyết hưởng chế độ thai sản'),
    procedure('1.002051', 8, 'Đăng ký đóng, cấp sổ bảo hiểm xã hội và thẻ bảo hiểm y tế'),
    procedure('1.001613', 5, 'Giải quyết hưởng bảo hiểm xã hội một lần'),
  ],
};
