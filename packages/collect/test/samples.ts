import type { CollectedSite } from '@emc/contract';

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
export const SALT = '00112233445566778899aabbccddeeff';
export const PAGE = encodeURIComponent('https://dichvucong.example.gov.vn/trang-chu');

export const SITES: readonly CollectedSite[] = [
  { siteId: 5, hosts: ['dichvucong.example.gov.vn', '*.ubnd.example.gov.vn'], retired: false },
  { siteId: 6, hosts: ['old.example.gov.vn'], retired: true },
  { siteId: 7, hosts: ['*.only-below.example.gov.vn'], retired: false },
];
