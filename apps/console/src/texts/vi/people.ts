/** What the frame says about whoever is signed in. */
export const people = {
  signIn: 'Đăng nhập',
  account: 'Tài khoản',
  unfinished: 'Chưa hoàn tất thiết lập tài khoản',
  nav: 'Công việc của tôi',
  role: { operator: 'Đơn vị vận hành', committee: 'Ủy ban', body: 'Cơ quan' },
  menu: {
    morning: 'Điều hành',
    campaigns: 'Đợt kết nối',
    accounts: 'Quản lý tài khoản',
    audit: 'Nhật ký thao tác',
    register: 'Đăng ký cổng',
    ourSide: 'Cơ quan của tôi',
    systems: 'Hệ thống',
    procedures: 'Nhập thủ tục',
  },
  todo: 'Việc cần làm',
  checkNow: 'Kiểm tra ngay',
  checking: 'Đang kiểm tra…',
  checked: 'Đã kiểm tra xong.',
};
