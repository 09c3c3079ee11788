/** Code | Vietnamese name | English name | last day exclusive | successor: enough of the 83 bodies to work on the pages without a server. */
const TABLE = `
G01|Bộ Công an|Ministry of Public Security||
G02|Bộ Công Thương|Ministry of Industry and Trade||
G03|Bộ Giáo dục và Đào tạo|Ministry of Education and Training||
G04|Bộ Giao thông vận tải|Ministry of Transport|2025-03-01|G17
G05|Bộ Kế hoạch và Đầu tư|Ministry of Planning and Investment|2025-03-01|G12
G06|Bộ Khoa học và Công nghệ|Ministry of Science and Technology||
G07|Bộ Lao động - Thương binh và Xã hội|Ministry of Labour, War Invalids and Social Affairs|2025-03-01|G09
G08|Bộ Ngoại giao|Ministry of Foreign Affairs||
G09|Bộ Nội vụ|Ministry of Home Affairs||
G10|Bộ Nông nghiệp và Phát triển nông thôn|Ministry of Agriculture and Rural Development||
G11|Bộ Quốc phòng|Ministry of National Defence||
G12|Bộ Tài chính|Ministry of Finance||
G13|Bộ Tài nguyên và Môi trường|Ministry of Natural Resources and Environment|2025-03-01|G10
G14|Bộ Thông tin và Truyền thông|Ministry of Information and Communications|2025-03-01|G06
G15|Bộ Tư pháp|Ministry of Justice||
G16|Bộ Văn hóa, Thể thao và Du lịch|Ministry of Culture, Sports and Tourism||
G17|Bộ Xây dựng|Ministry of Construction||
G18|Bộ Y tế|Ministry of Health||
G19|Ngân hàng Nhà nước Việt Nam|State Bank of Vietnam||
G24|Bảo hiểm xã hội Việt Nam|Vietnam Social Security|2025-03-01|G12
H01|Tỉnh An Giang|An Giang Province||
H02|Tỉnh Bắc Giang|Bac Giang Province|2025-07-01|H05
H03|Tỉnh Bắc Kạn|Bac Kan Province|2025-07-01|H55
H04|Tỉnh Bạc Liêu|Bac Lieu Province|2025-07-01|H12
H05|Tỉnh Bắc Ninh|Bac Ninh Province||
H06|Tỉnh Bà Rịa - Vũng Tàu|Ba Ria - Vung Tau Province|2025-07-01|H29
H07|Tỉnh Bến Tre|Ben Tre Province|2025-07-01|H61
H08|Tỉnh Bình Định|Binh Dinh Province|2025-07-01|H21
H09|Tỉnh Bình Dương|Binh Duong Province|2025-07-01|H29
H10|Tỉnh Bình Phước|Binh Phuoc Province|2025-07-01|H19
H11|Tỉnh Bình Thuận|Binh Thuan Province|2025-07-01|H36
H12|Tỉnh Cà Mau|Ca Mau Province||
H13|Thành phố Cần Thơ|Can Tho City||
H14|Tỉnh Cao Bằng|Cao Bang Province||
H15|Tỉnh Đắk Lắk|Dak Lak Province||
H16|Tỉnh Đắk Nông|Dak Nong Province|2025-07-01|H36
H17|Thành phố Đà Nẵng|Da Nang City||
H18|Tỉnh Điện Biên|Dien Bien Province||
H19|Tỉnh Đồng Nai|Dong Nai Province||
H20|Tỉnh Đồng Tháp|Dong Thap Province||
H21|Tỉnh Gia Lai|Gia Lai Province||
H22|Tỉnh Hà Giang|Ha Giang Province|2025-07-01|H60
H23|Tỉnh Hải Dương|Hai Duong Province|2025-07-01|H24
H24|Thành phố Hải Phòng|Hai Phong City||
H25|Tỉnh Hà Nam|Ha Nam Province|2025-07-01|H42
H26|Thành phố Hà Nội|Ha Noi City||
H27|Tỉnh Hà Tĩnh|Ha Tinh Province||
H28|Tỉnh Hòa Bình|Hoa Binh Province|2025-07-01|H44
H29|Thành phố Hồ Chí Minh|Ho Chi Minh City||
H30|Tỉnh Hậu Giang|Hau Giang Province|2025-07-01|H13
H31|Tỉnh Hưng Yên|Hung Yen Province||
H32|Tỉnh Khánh Hòa|Khanh Hoa Province||
H33|Tỉnh Kiên Giang|Kien Giang Province|2025-07-01|H01
H34|Tỉnh Kon Tum|Kon Tum Province|2025-07-01|H48
H35|Tỉnh Lai Châu|Lai Chau Province||
H36|Tỉnh Lâm Đồng|Lam Dong Province||
H37|Tỉnh Lạng Sơn|Lang Son Province||
H38|Tỉnh Lào Cai|Lao Cai Province||
H39|Tỉnh Long An|Long An Province|2025-07-01|H53
H40|Tỉnh Nam Định|Nam Dinh Province|2025-07-01|H42
H41|Tỉnh Nghệ An|Nghe An Province||
H42|Tỉnh Ninh Bình|Ninh Binh Province||
H43|Tỉnh Ninh Thuận|Ninh Thuan Province|2025-07-01|H32
H44|Tỉnh Phú Thọ|Phu Tho Province||
H45|Tỉnh Phú Yên|Phu Yen Province|2025-07-01|H15
H46|Tỉnh Quảng Bình|Quang Binh Province|2025-07-01|H50
H47|Tỉnh Quảng Nam|Quang Nam Province|2025-07-01|H17
H48|Tỉnh Quảng Ngãi|Quang Ngai Province||
H49|Tỉnh Quảng Ninh|Quang Ninh Province||
H50|Tỉnh Quảng Trị|Quang Tri Province||
H51|Tỉnh Sóc Trăng|Soc Trang Province|2025-07-01|H13
H52|Tỉnh Sơn La|Son La Province||
H53|Tỉnh Tây Ninh|Tay Ninh Province||
H54|Tỉnh Thái Bình|Thai Binh Province|2025-07-01|H31
H55|Tỉnh Thái Nguyên|Thai Nguyen Province||
H56|Tỉnh Thanh Hóa|Thanh Hoa Province||
H57|Tỉnh Thừa Thiên Huế|Thua Thien Hue Province||
H58|Tỉnh Tiền Giang|Tien Giang Province|2025-07-01|H20
H59|Tỉnh Trà Vinh|Tra Vinh Province|2025-07-01|H61
H60|Tỉnh Tuyên Quang|Tuyen Quang Province||
H61|Tỉnh Vĩnh Long|Vinh Long Province||
H62|Tỉnh Vĩnh Phúc|Vinh Phuc Province|2025-07-01|H44
H63|Tỉnh Yên Bái|Yen Bai Province|2025-07-01|H38`;

export interface MadeUpBody {
  code: string;
  nameVi: string;
  nameEn: string;
  kind: 'ministry' | 'government-agency' | 'province' | 'centrally-run-city';
  validTo: string | null;
  successor: string | null;
}

function kindOf(code: string, name: string): MadeUpBody['kind'] {
  if (code === 'G24') return 'government-agency';
  if (code.startsWith('G')) return 'ministry';
  return name.startsWith('Thành phố') ? 'centrally-run-city' : 'province';
}

export const BODIES: readonly MadeUpBody[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [code = '', nameVi = '', nameEn = '', validTo = '', successor = ''] = line.split('|');
    return { code, nameVi, nameEn, kind: kindOf(code, nameVi), validTo: validTo || null, successor: successor || null };
  });
