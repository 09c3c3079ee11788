/** A unit that runs a page of its own. `label` stands before the body's domain. */
export interface UnitTexts {
  label: string;
  nameVi: string;
  nameEn: string;
  /** First day, for a unit formed by the reorganisation of 2025. */
  since?: string;
}

function unit(label: string, nameVi: string, nameEn: string, since?: string): UnitTexts {
  return { label, nameVi, nameEn, ...(since === undefined ? {} : { since }) };
}

/** Departments below a ministry or government agency, by agency code. */
export const MINISTRY_UNITS: Readonly<Record<string, readonly UnitTexts[]>> = {
  G01: [
    unit('xuatnhapcanh', 'Cục Quản lý xuất nhập cảnh', 'Immigration Department'),
    unit('csgt', 'Cục Cảnh sát giao thông', 'Traffic Police Department'),
    unit('pccc', 'Cục Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ', 'Fire and Rescue Police Department'),
  ],
  G02: [
    unit('xnk', 'Cục Xuất nhập khẩu', 'Agency of Foreign Trade'),
    unit('tmdt', 'Cục Thương mại điện tử và Kinh tế số', 'E-Commerce and Digital Economy Agency'),
    unit('xttm', 'Cục Xúc tiến thương mại', 'Trade Promotion Agency'),
  ],
  G03: [
    unit('qlcl', 'Cục Quản lý chất lượng', 'Education Quality Management Agency'),
    unit('nhagiao', 'Cục Nhà giáo và Cán bộ quản lý giáo dục', 'Department of Teachers and Educational Managers'),
    unit('htqt', 'Cục Hợp tác quốc tế', 'International Cooperation Department'),
  ],
  G04: [
    unit('duongbo', 'Cục Đường bộ Việt Nam', 'Vietnam Road Administration'),
    unit('dangkiem', 'Cục Đăng kiểm Việt Nam', 'Vietnam Register'),
    unit('hanghai', 'Cục Hàng hải Việt Nam', 'Vietnam Maritime Administration'),
  ],
  G05: [
    unit('thongke', 'Tổng cục Thống kê', 'General Statistics Office'),
    unit('dauthau', 'Cục Quản lý đấu thầu', 'Public Procurement Agency'),
    unit('fia', 'Cục Đầu tư nước ngoài', 'Foreign Investment Agency'),
  ],
  G06: [
    unit('ipvietnam', 'Cục Sở hữu trí tuệ', 'Intellectual Property Office'),
    unit('tcvn', 'Ủy ban Tiêu chuẩn Đo lường Chất lượng Quốc gia', 'Commission for Standards, Metrology and Quality'),
    unit('varans', 'Cục An toàn bức xạ và hạt nhân', 'Agency for Radiation and Nuclear Safety'),
  ],
  G07: [
    unit('dolab', 'Cục Quản lý lao động ngoài nước', 'Department of Overseas Labour'),
    unit('vieclam', 'Cục Việc làm', 'Department of Employment'),
    unit('gdnn', 'Tổng cục Giáo dục nghề nghiệp', 'Directorate of Vocational Education and Training'),
  ],
  G08: [
    unit('lanhsu', 'Cục Lãnh sự', 'Consular Department'),
    unit('nvnonn', 'Ủy ban Nhà nước về người Việt Nam ở nước ngoài', 'State Committee for Overseas Vietnamese'),
    unit('letan', 'Cục Lễ tân Nhà nước', 'State Protocol Department'),
  ],
  G09: [
    unit('luutru', 'Cục Văn thư và Lưu trữ Nhà nước', 'State Records and Archives Department'),
    unit('thiduakhenthuong', 'Ban Thi đua - Khen thưởng Trung ương', 'Central Emulation and Commendation Board'),
    unit('caicachhanhchinh', 'Vụ Cải cách hành chính', 'Department of Administrative Reform'),
  ],
  G10: [
    unit('lamnghiep', 'Cục Lâm nghiệp và Kiểm lâm', 'Department of Forestry and Forest Protection', '2025-03-01'),
    unit('channuoithuy', 'Cục Chăn nuôi và Thú y', 'Department of Livestock and Animal Health', '2025-03-01'),
    unit('thuysan', 'Cục Thủy sản và Kiểm ngư', 'Department of Fisheries and Fisheries Surveillance', '2025-03-01'),
  ],
  G11: [
    unit('cuuho', 'Cục Cứu hộ - Cứu nạn', 'Department of Search and Rescue'),
    unit('bienphong', 'Bộ Tư lệnh Bộ đội Biên phòng', 'Border Guard Command'),
    unit('chinhsach', 'Cục Chính sách - Xã hội', 'Department of Social Policy'),
  ],
  G12: [
    unit('thue', 'Cục Thuế', 'Department of Taxation', '2025-03-01'),
    unit('haiquan', 'Cục Hải quan', 'Department of Customs', '2025-03-01'),
    unit('khobac', 'Kho bạc Nhà nước', 'State Treasury'),
  ],
  G13: [
    unit('tainguyennuoc', 'Cục Quản lý tài nguyên nước', 'Department of Water Resources Management'),
    unit('kttv', 'Tổng cục Khí tượng Thủy văn', 'Hydrometeorological Administration'),
    unit('bdkh', 'Cục Biến đổi khí hậu', 'Department of Climate Change'),
  ],
  G14: [
    unit('vienthong', 'Cục Viễn thông', 'Telecommunications Authority'),
    unit('baochi', 'Cục Báo chí', 'Press Authority'),
    unit('attt', 'Cục An toàn thông tin', 'Authority of Information Security'),
  ],
  G15: [
    unit(
      'dkgdbd',
      'Cục Đăng ký giao dịch bảo đảm và Bồi thường nhà nước',
      'Agency for Registration of Secured Transactions',
    ),
    unit('hctp', 'Cục Hành chính tư pháp', 'Department of Justice Administration'),
    unit('thads', 'Cục Quản lý thi hành án dân sự', 'Department of Civil Judgment Enforcement', '2025-03-01'),
  ],
  G16: [
    unit('dulich', 'Cục Du lịch Quốc gia Việt Nam', 'Vietnam National Authority of Tourism'),
    unit('disan', 'Cục Di sản văn hóa', 'Department of Cultural Heritage'),
    unit('thethao', 'Cục Thể dục thể thao Việt Nam', 'Sports Authority of Vietnam'),
  ],
  G17: [
    unit('nhao', 'Cục Quản lý nhà và thị trường bất động sản', 'Housing and Real Estate Market Authority'),
    unit('ktxd', 'Cục Kinh tế - Quản lý đầu tư xây dựng', 'Department of Construction Economics'),
    unit('giamdinh', 'Cục Giám định Nhà nước về chất lượng công trình xây dựng', 'Authority for Construction Quality'),
  ],
  G18: [
    unit('dav', 'Cục Quản lý Dược', 'Drug Administration'),
    unit('vfa', 'Cục An toàn thực phẩm', 'Food Safety Administration'),
    unit('kcb', 'Cục Quản lý Khám, chữa bệnh', 'Medical Services Administration'),
  ],
  G19: [
    unit('thanhtra', 'Cơ quan Thanh tra, giám sát ngân hàng', 'Banking Supervision Agency'),
    unit('thanhtoan', 'Vụ Thanh toán', 'Payment Department'),
    unit('phathanh', 'Cục Phát hành và Kho quỹ', 'Issue and Vault Department'),
  ],
  G24: [
    unit('hanoi', 'Bảo hiểm xã hội thành phố Hà Nội', 'Ha Noi Social Security'),
    unit('tphcm', 'Bảo hiểm xã hội Thành phố Hồ Chí Minh', 'Ho Chi Minh City Social Security'),
    unit('vienkhoahoc', 'Viện Khoa học bảo hiểm xã hội', 'Institute of Social Security Science'),
  ],
};
