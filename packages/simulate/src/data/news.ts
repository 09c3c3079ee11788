/**
 * Headlines. `{noi}` is the place or body ("tỉnh Thanh Hóa", "Bộ Y tế"), `{thang}` and `{nam}` month and year of the
 * day of publication, `{quy}` the quarter. No names of persons.
 */
export const PROVINCE_NEWS: readonly string[] = [
  'UBND {noi} họp phiên thường kỳ tháng {thang} năm {nam}',
  'Tình hình kinh tế - xã hội {noi} tháng {thang} năm {nam}',
  '{noi}: Đẩy nhanh tiến độ giải ngân vốn đầu tư công năm {nam}',
  'Lãnh đạo {noi} tiếp công dân định kỳ tháng {thang}',
  '{noi} triển khai Đề án 06 tại các xã, phường',
  'Trung tâm Phục vụ hành chính công các xã, phường hoạt động ổn định',
  'Hội nghị trực tuyến về cải cách thủ tục hành chính và chuyển đổi số',
  '{noi} công bố danh mục dịch vụ công trực tuyến toàn trình năm {nam}',
  'Khai mạc kỳ họp Hội đồng nhân dân {noi}',
  'Chủ động ứng phó mưa lớn, lũ quét và sạt lở đất trên địa bàn',
  'Phát động phong trào “Bình dân học vụ số” trên địa bàn {noi}',
  '{noi} thông báo tuyển dụng công chức năm {nam}',
  'Kết quả chỉ số cải cách hành chính quý {quy} năm {nam} của {noi}',
  '{noi} xúc tiến đầu tư vào các khu công nghiệp',
  'Tăng cường bảo đảm trật tự, an toàn giao thông tháng {thang}',
  'Ra mắt Tổ công nghệ số cộng đồng hỗ trợ người dân nộp hồ sơ trực tuyến',
  'Thông báo về việc thu hồi đất để thực hiện dự án đường giao thông',
  '{noi} công khai dự toán ngân sách năm {nam}',
  'Nông dân {noi} vào vụ thu hoạch',
  'Tuần lễ giới thiệu sản phẩm OCOP {noi}',
];

export const MINISTRY_NEWS: readonly string[] = [
  '{noi} họp báo thường kỳ quý {quy} năm {nam}',
  '{noi} ban hành kế hoạch cải cách hành chính năm {nam}',
  '{noi} lấy ý kiến dự thảo Nghị định về phân cấp, phân quyền',
  '{noi} công bố thủ tục hành chính được sửa đổi, bổ sung',
  'Hội nghị sơ kết công tác tháng {thang} năm {nam}',
  'Đẩy mạnh cung cấp dịch vụ công trực tuyến toàn trình',
  '{noi} cắt giảm, đơn giản hóa quy định liên quan đến hoạt động kinh doanh',
  'Thông cáo báo chí về văn bản quy phạm pháp luật mới ban hành tháng {thang}',
  '{noi} đẩy mạnh kết nối, chia sẻ dữ liệu với Cơ sở dữ liệu quốc gia về dân cư',
  'Tập huấn nghiệp vụ cho cán bộ chính quyền địa phương hai cấp',
  '{noi} làm việc với các địa phương về tháo gỡ khó khăn, vướng mắc',
  '{noi} thông báo tuyển dụng công chức năm {nam}',
  'Tăng cường hợp tác quốc tế trong lĩnh vực quản lý nhà nước của ngành',
  'Triển khai Nghị quyết về đột phá phát triển khoa học, công nghệ và chuyển đổi số',
  '{noi} trả lời kiến nghị của cử tri',
];

export const UNIT_NEWS: readonly string[] = [
  '{noi}: Kế hoạch công tác tháng {thang} năm {nam}',
  '{noi} tổ chức hội nghị triển khai nhiệm vụ quý {quy}',
  'Thông báo lịch tiếp công dân tháng {thang} năm {nam}',
  'Thông báo kết quả xét tuyển viên chức năm {nam}',
  '{noi} tập huấn nghiệp vụ cho cán bộ cơ sở',
  'Công khai dự toán thu, chi ngân sách quý {quy} năm {nam}',
  'Hướng dẫn nộp hồ sơ trực tuyến đối với thủ tục thuộc thẩm quyền của {noi}',
  '{noi} kiểm tra công vụ tại các đơn vị trực thuộc',
  'Thư mời báo giá trang thiết bị năm {nam}',
  'Danh sách tổ chức, cá nhân được cấp chứng chỉ hành nghề tháng {thang}',
  'Phát động thi đua chào mừng các ngày lễ lớn năm {nam}',
  'Tuyên truyền phòng, chống lừa đảo trên không gian mạng',
];
