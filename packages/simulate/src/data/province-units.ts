import type { UnitTexts } from './ministry-units.ts';

/** The day on which provincial departments were merged (2025). */
const MERGED_ON = '2025-03-01';

/** Departments of a province or city. `{cap}` becomes "tỉnh" or "thành phố". */
export const PROVINCE_UNITS: readonly UnitTexts[] = [
  { label: 'soyte', nameVi: 'Sở Y tế', nameEn: 'Department of Health' },
  { label: 'sogddt', nameVi: 'Sở Giáo dục và Đào tạo', nameEn: 'Department of Education and Training' },
  { label: 'sotuphap', nameVi: 'Sở Tư pháp', nameEn: 'Department of Justice' },
  { label: 'socongthuong', nameVi: 'Sở Công Thương', nameEn: 'Department of Industry and Trade' },
  { label: 'thanhtra', nameVi: 'Thanh tra {cap}', nameEn: 'Inspectorate' },
  { label: 'bqlkcn', nameVi: 'Ban Quản lý các khu công nghiệp', nameEn: 'Industrial Zones Authority' },
  { label: 'sonoivu', nameVi: 'Sở Nội vụ', nameEn: 'Department of Home Affairs', since: MERGED_ON },
  { label: 'sotaichinh', nameVi: 'Sở Tài chính', nameEn: 'Department of Finance', since: MERGED_ON },
  { label: 'soxaydung', nameVi: 'Sở Xây dựng', nameEn: 'Department of Construction', since: MERGED_ON },
  {
    label: 'sokhcn',
    nameVi: 'Sở Khoa học và Công nghệ',
    nameEn: 'Department of Science and Technology',
    since: MERGED_ON,
  },
  {
    label: 'sonnmt',
    nameVi: 'Sở Nông nghiệp và Môi trường',
    nameEn: 'Department of Agriculture and Environment',
    since: MERGED_ON,
  },
];

/** The office that runs a body's public service portal, and the desk below it. `{cap}` as above. */
export const PROVINCE_OFFICE = {
  office: { nameVi: 'Văn phòng Ủy ban nhân dân {cap}', nameEn: "Office of the People's Committee" },
  desk: { nameVi: 'Trung tâm Phục vụ hành chính công', nameEn: 'Public Administrative Service Centre' },
};
export const MINISTRY_OFFICE = {
  office: { nameVi: 'Văn phòng', nameEn: 'Office' },
  desk: { nameVi: 'Bộ phận Một cửa', nameEn: 'One-Stop Desk' },
};
