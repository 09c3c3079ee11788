/** What a page is for; decides what else a visitor does there. */
export type PageRole = 'plain' | 'home' | 'news' | 'documents' | 'services' | 'search' | 'feedback';
export interface PageTexts {
  path: string;
  title: string;
  weight: number;
  role: PageRole;
}

function page(weight: number, path: string, title: string, role: PageRole = 'plain'): PageTexts {
  return { path, title, weight, role };
}

/** Page trees by kind of portal. `{ten}` is the portal's name, `{cap}` "tỉnh", "thành phố" or "Bộ". */
export const PROVINCE_PAGES: readonly PageTexts[] = [
  page(30, '/', '{ten}', 'home'),
  page(9, '/tin-tuc-su-kien', 'Tin tức - Sự kiện', 'news'),
  page(7, '/van-ban-chi-dao-dieu-hanh', 'Văn bản chỉ đạo điều hành', 'documents'),
  page(5, '/van-ban-quy-pham-phap-luat', 'Văn bản quy phạm pháp luật', 'documents'),
  page(3, '/cong-bao', 'Công báo', 'documents'),
  page(6, '/thu-tuc-hanh-chinh', 'Thủ tục hành chính', 'services'),
  page(3, '/chi-dao-dieu-hanh', 'Thông tin chỉ đạo, điều hành của lãnh đạo {cap}'),
  page(2.5, '/lich-cong-tac', 'Lịch công tác tuần'),
  page(2, '/lich-tiep-cong-dan', 'Lịch tiếp công dân'),
  page(3, '/gioi-thieu/co-cau-to-chuc', 'Cơ cấu tổ chức, chức năng, nhiệm vụ'),
  page(1.5, '/gioi-thieu/dieu-kien-tu-nhien', 'Điều kiện tự nhiên'),
  page(1.5, '/gioi-thieu/lich-su-van-hoa', 'Lịch sử - Văn hóa'),
  page(2.2, '/gioi-thieu/ban-do-hanh-chinh', 'Bản đồ hành chính'),
  page(2, '/quy-hoach-ke-hoach', 'Chiến lược, quy hoạch, kế hoạch phát triển', 'documents'),
  page(1.6, '/du-an-dau-tu', 'Chương trình, dự án đầu tư công'),
  page(1.4, '/dau-thau-mua-sam-cong', 'Đấu thầu, mua sắm công', 'documents'),
  page(1.8, '/cong-khai-ngan-sach', 'Công khai ngân sách nhà nước', 'documents'),
  page(1.6, '/bao-cao-thong-ke', 'Báo cáo thống kê', 'documents'),
  page(2.4, '/bang-gia-dat', 'Bảng giá đất', 'documents'),
  page(2.6, '/tuyen-dung', 'Thông tin tuyển dụng', 'documents'),
  page(1.8, '/hoi-dap', 'Hỏi - Đáp', 'feedback'),
  page(1.6, '/phan-anh-kien-nghi', 'Tiếp nhận phản ánh, kiến nghị', 'feedback'),
  page(1, '/gop-y-du-thao', 'Lấy ý kiến góp ý dự thảo văn bản', 'feedback'),
  page(1.2, '/chuyen-doi-so', 'Chuyển đổi số'),
  page(1, '/cai-cach-hanh-chinh', 'Cải cách hành chính'),
  page(0.8, '/khoa-hoc-cong-nghe', 'Kết quả nghiên cứu khoa học'),
  page(1.1, '/du-lich', 'Du lịch - Danh lam thắng cảnh'),
  page(0.8, '/thu-vien-anh-video', 'Thư viện ảnh, video'),
  page(2.4, '/tim-kiem', 'Tìm kiếm', 'search'),
  page(1.3, '/danh-ba-lien-he', 'Danh bạ liên hệ'),
  page(0.5, '/so-do-cong', 'Sơ đồ cổng'),
];

export const MINISTRY_PAGES: readonly PageTexts[] = [
  page(28, '/', '{ten}', 'home'),
  page(9, '/tin-tuc-su-kien', 'Tin tức - Sự kiện', 'news'),
  page(8, '/van-ban-quy-pham-phap-luat', 'Văn bản quy phạm pháp luật', 'documents'),
  page(6, '/van-ban-chi-dao-dieu-hanh', 'Văn bản chỉ đạo điều hành', 'documents'),
  page(6, '/thu-tuc-hanh-chinh', 'Thủ tục hành chính', 'services'),
  page(3, '/gop-y-du-thao', 'Lấy ý kiến dự thảo văn bản quy phạm pháp luật', 'feedback'),
  page(3, '/gioi-thieu/co-cau-to-chuc', 'Cơ cấu tổ chức'),
  page(2, '/gioi-thieu/chuc-nang-nhiem-vu', 'Chức năng, nhiệm vụ, quyền hạn'),
  page(2.4, '/so-lieu-thong-ke', 'Số liệu thống kê', 'documents'),
  page(1.6, '/chien-luoc-quy-hoach', 'Chiến lược, quy hoạch, kế hoạch', 'documents'),
  page(1.6, '/cong-khai-ngan-sach', 'Công khai ngân sách', 'documents'),
  page(1.4, '/de-tai-khoa-hoc', 'Chương trình, đề tài khoa học'),
  page(1.4, '/hop-tac-quoc-te', 'Hợp tác quốc tế'),
  page(2.2, '/tuyen-dung', 'Thi tuyển, tuyển dụng', 'documents'),
  page(1.8, '/hoi-dap', 'Hỏi - Đáp chính sách', 'feedback'),
  page(1.4, '/phan-anh-kien-nghi', 'Phản ánh, kiến nghị', 'feedback'),
  page(1.2, '/lich-cong-tac', 'Lịch công tác của lãnh đạo'),
  page(1.2, '/chuyen-doi-so', 'Chuyển đổi số'),
  page(1, '/cai-cach-hanh-chinh', 'Cải cách hành chính'),
  page(0.9, '/thong-cao-bao-chi', 'Thông cáo báo chí'),
  page(2.6, '/tim-kiem', 'Tìm kiếm', 'search'),
  page(1.1, '/lien-he', 'Thông tin liên hệ'),
  page(0.5, '/so-do-cong', 'Sơ đồ cổng'),
];

export const SERVICE_PORTAL_PAGES: readonly PageTexts[] = [
  page(24, '/', '{ten}', 'home'),
  page(14, '/tra-cuu-ho-so', 'Tra cứu tình trạng hồ sơ', 'search'),
  page(12, '/dich-vu-cong-truc-tuyen', 'Danh mục dịch vụ công trực tuyến', 'services'),
  page(7, '/thu-tuc-hanh-chinh', 'Danh mục thủ tục hành chính', 'services'),
  page(4, '/dich-vu-cong-truc-tuyen/toan-trinh', 'Dịch vụ công trực tuyến toàn trình', 'services'),
  page(2, '/dich-vu-cong-truc-tuyen/mot-phan', 'Dịch vụ công trực tuyến một phần', 'services'),
  page(9, '/dang-nhap', 'Đăng nhập bằng tài khoản định danh điện tử'),
  page(4, '/ho-so-cua-toi', 'Hồ sơ của tôi'),
  page(3, '/thanh-toan', 'Thanh toán phí, lệ phí trực tuyến'),
  page(2.5, '/thong-ke', 'Tình hình tiếp nhận, giải quyết hồ sơ', 'documents'),
  page(2, '/danh-gia-hai-long', 'Đánh giá mức độ hài lòng', 'feedback'),
  page(2.2, '/huong-dan-su-dung', 'Hướng dẫn nộp hồ sơ trực tuyến', 'documents'),
  page(1.5, '/bieu-mau', 'Biểu mẫu, tờ khai', 'documents'),
  page(1.3, '/cau-hoi-thuong-gap', 'Câu hỏi thường gặp'),
  page(1.2, '/phan-anh-kien-nghi', 'Phản ánh, kiến nghị về thủ tục hành chính', 'feedback'),
  page(0.8, '/xin-loi-cham-tra', 'Công khai xin lỗi hồ sơ chậm trả kết quả'),
  page(1, '/so-do-diem-tiep-nhan', 'Điểm tiếp nhận hồ sơ gần nhất'),
];

export const UNIT_PAGES: readonly PageTexts[] = [
  page(26, '/', '{ten}', 'home'),
  page(9, '/tin-tuc', 'Tin tức - Sự kiện', 'news'),
  page(7, '/van-ban', 'Hệ thống văn bản', 'documents'),
  page(4, '/van-ban/chi-dao-dieu-hanh', 'Văn bản chỉ đạo điều hành', 'documents'),
  page(5, '/thong-bao', 'Thông báo', 'documents'),
  page(4, '/thu-tuc-hanh-chinh', 'Thủ tục hành chính', 'services'),
  page(3, '/gioi-thieu/chuc-nang-nhiem-vu', 'Chức năng, nhiệm vụ'),
  page(2, '/gioi-thieu/co-cau-to-chuc', 'Cơ cấu tổ chức'),
  page(1.5, '/lich-cong-tac', 'Lịch công tác'),
  page(1.4, '/tuyen-truyen-phap-luat', 'Phổ biến, giáo dục pháp luật'),
  page(1.2, '/hoi-dap', 'Hỏi - Đáp', 'feedback'),
  page(1, '/cai-cach-hanh-chinh', 'Cải cách hành chính - Chuyển đổi số'),
  page(1.6, '/tim-kiem', 'Tìm kiếm', 'search'),
  page(1, '/lien-he', 'Liên hệ'),
];
