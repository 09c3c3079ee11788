import { expect, test } from 'vitest';
import { collectedHosts, furtherHosts, urlKey } from '../src/addresses.ts';

test('addresses that mean the same portal have one key', () => {
  const spellings = [
    'https://dichvucong.thanhhoa.gov.vn',
    'http://DichVuCong.ThanhHoa.gov.vn/',
    'https://dichvucong.thanhhoa.gov.vn:443/?a=1#x',
    'http://dichvucong.thanhhoa.gov.vn.:80//',
  ];
  expect(new Set(spellings.map(urlKey))).toEqual(new Set(['dichvucong.thanhhoa.gov.vn']));
});

test('another path, another port or another host is another portal', () => {
  const urls = ['https://x.gov.vn/a', 'https://x.gov.vn/A', 'https://x.gov.vn:8443/a', 'https://www.x.gov.vn/a'];
  expect(new Set(urls.map(urlKey)).size).toBe(urls.length);
});

test('further hosts are kept once, in lower case, without the one of the address', () => {
  const hosts = ['A.gov.vn', 'a.gov.vn:443', 'own.gov.vn', '*.B.gov.vn', 'c.gov.vn:8080'];
  expect(furtherHosts('https://own.gov.vn/x', hosts)).toEqual(['a.gov.vn', '*.b.gov.vn', 'c.gov.vn:8080']);
});

test('the hosts for the collector begin with that of the address', () => {
  expect(collectedHosts({ url: 'http://localhost:8081/', allowedHosts: ['b.vn'] })).toEqual(['localhost:8081', 'b.vn']);
});
