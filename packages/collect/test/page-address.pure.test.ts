import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCaches, pageOf } from '../src/intake/intake.ts';
import { readAddress } from '../src/intake/page-address.ts';
import { REDACTION } from './samples.ts';

test.each([
  [
    'https://dichvucong.gov.vn/p/home/dvc-trang-chu.html?ma=1&ten=Nguyen#x',
    'dichvucong.gov.vn',
    '/p/home/dvc-trang-chu.html',
  ],
  ['http://X.Gov.VN:80/', 'x.gov.vn', '/'],
  ['https://x.gov.vn:8443/a', 'x.gov.vn:8443', '/a'],
  ['https://x.gov.vn', 'x.gov.vn', '/'],
  ['https://x.gov.vn?q=1', 'x.gov.vn', '/'],
  ['//x.gov.vn/a', 'x.gov.vn', '/a'],
  ['https://user:pass@x.gov.vn/a', 'x.gov.vn', '/a'],
  ['https://x.gov.vn./a', 'x.gov.vn', '/a'],
  ['http://127.0.0.1:8080/a', '127.0.0.1:8080', '/a'],
  ['http://[::1]:8080/a', '[::1]:8080', '/a'],
  ['https://x.gov.vn/tin-t%E1%BB%A9c', 'x.gov.vn', '/tin-tức'],
  ['https://x.gov.vn/web/guest;jsessionid=AB12?x=1', 'x.gov.vn', '/web/guest'],
  ['https://x.gov.vn/a%3Fso=001203004567', 'x.gov.vn', '/a'],
  ['https://x.gov.vn/a%253Fso%253D001203004567', 'x.gov.vn', '/a'],
  ['https://x.gov.vn/ho-so/001203004567/xem', 'x.gov.vn', '/ho-so/…/xem'],
  ['https://x.gov.vn/ho-so/%30%30%31203004567', 'x.gov.vn', '/ho-so/…'],
  ['https://x.gov.vn/u/a%40b.vn', 'x.gov.vn', '/u/…'],
  ['https://x.gov.vn/app#/ho-so/tra-cuu', 'x.gov.vn', '/app#/ho-so/tra-cuu'],
  ['https://x.gov.vn#!tin-t%E1%BB%A9c', 'x.gov.vn', '/#!tin-tức'],
  ['https://x.gov.vn/a?b=1#/ho-so?ten=Nguyen#x', 'x.gov.vn', '/a#/ho-so'],
  ['https://x.gov.vn/#/ho-so%3Fso=001203004567', 'x.gov.vn', '/#/ho-so'],
  ['https://x.gov.vn/#/ho-so/001203004567;jsessionid=A/a%2540b.vn', 'x.gov.vn', '/#/ho-so/…/…'],
  ['https://x.gov.vn/#/id_token=abc&state=1', 'x.gov.vn', '/#/id_token'],
  ['https://x.gov.vn/#access_token=abc', 'x.gov.vn', '/'],
  ['https://x.gov.vn/#muc-1', 'x.gov.vn', '/'],
  ['https://cổng.vn/a', 'xn--cng-9bz.vn', '/a'],
])('%s is kept as %s and %s', (address, host, path) => {
  const read = readAddress(address, REDACTION);
  if (host !== 'xn--cng-9bz.vn') expect(read.host).toBe(host);
  else expect(read.host).toMatch(/^xn--.*\.vn$/);
  expect(read.path).toBe(path);
});

test('the campaign is read from the query string, which is then dropped', () => {
  for (const name of ['utm_campaign', 'mtm_campaign', 'matomo_campaign', 'pk_campaign']) {
    const read = readAddress(`https://x.gov.vn/a?b=1&${name}=T%E1%BA%BFt+2026&c=2`, REDACTION);
    expect(read.campaign).toBe('Tết 2026');
    expect(read.path).toBe('/a');
  }
});

test('a route is found behind a query string, however the address is sent, and the query is not', () => {
  const known = createCaches(REDACTION);
  for (const raw of ['https://x.vn/a?b=1#/r/%31?c=2', 'https://x.vn/a?b=1%23/r/1%3Fc=2', 'https://x.vn/a#/r/1?c=2'])
    for (const sent of [
      raw,
      encodeURIComponent(decodeURIComponent(raw)),
      new URLSearchParams({ url: decodeURIComponent(raw) }).toString().slice(4),
    ])
      expect([sent, pageOf(sent, known).path]).toEqual([sent, '/a#/r/1']);
  expect(pageOf(encodeURIComponent('https://x.vn/a?b=1#c?/d'), known).path).toBe('/a');
});

test('what is no address has no host and says which scheme it has', () => {
  expect(readAddress('file:///C:/a.html', REDACTION)).toMatchObject({ scheme: 'file', host: '' });
  expect(readAddress('mailto:a@b.vn', REDACTION)).toMatchObject({ scheme: 'mailto', host: '' });
  expect(readAddress('about:blank', REDACTION)).toMatchObject({ scheme: 'about', host: '' });
  expect(readAddress('trang chủ', REDACTION)).toMatchObject({ scheme: '', host: '' });
  expect(readAddress('https://a b/x', REDACTION)).toMatchObject({ host: '' });
});

test('whatever is sent as an address, nothing is thrown, no query string is kept and the path begins with /', () => {
  const pieces = fc.constantFrom(
    'https://',
    'x.vn',
    '/',
    '?',
    '#',
    '#/',
    '!',
    ';',
    '%',
    '%3F',
    '%25',
    '@',
    ':',
    '\\',
    '001203004567',
    'ạ',
    '\u0000',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 30 }), (parts) => {
      const read = readAddress(parts.join(''), REDACTION);
      if (read.host !== '') {
        expect(read.path).toMatch(/^\//);
        expect(read.path).not.toMatch(/[?]|#(?![/!])|#.*#|\d{9}/);
        expect(read.path.length).toBeLessThanOrEqual(1000);
      }
    }),
  );
});
