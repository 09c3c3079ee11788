import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRedaction, cut, type Redaction } from '../src/index.ts';

const keyed = (key: string): Redaction =>
  createRedaction((text) => BigInt(`0x${hash('sha256', `${key} ${text}`).slice(0, 16)}`));
const redaction = keyed('a key of the tests');
const stored = (text: string): string => redaction.clean(text, 1000);

const HONEST = readFileSync(path.join(import.meta.dirname, 'honest-texts.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '));

test('500 honest paths, titles and keywords are stored as they are', () => {
  expect(new Set(HONEST).size).toBeGreaterThanOrEqual(500);
  expect(HONEST.filter((line) => stored(line) !== line)).toEqual([]);
});

/** By form: what is sent, and what is stored; `~` stands for a digest. */
const FORMS: Record<string, [sent: string, kept: string][]> = {
  'numbers of identity cards, telephones and accounts, whatever stands between the digits': [
    ['CCCD 001203004567', 'CCCD …'],
    ['CMND 123456789.', 'CMND ….'],
    ['gọi 0912 345 678 ngay', 'gọi … ngay'],
    ['0912.345.678', '…'],
    ['+84 (91) 234-56-78', '…'],
    ['84912345678', '…'],
    ['001-203-004-567', '…'],
    ['001/203/004/567', '…'],
    ['/tra-cuu/0912/345/678/xem', '/tra-cuu/…/xem'],
    ['0912,345,678', '…'],
    ['0912:345:678', '…'],
    ['0912·345·678', '…'],
    ['0912 – 345 – 678', '…'],
    ['0912     345     678', '…'],
    ['0 9 1 2 3 4 5 6 7 8', '…'],
    [`0912${' '.repeat(20)}345678`, '…'],
    ['0912\u2009345\u202f678', '…'],
    ['0912\u3000345\u00a0678', '…'],
    ['0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣', '…'],
    ['0.912345·678', '…'],
    ['0.912345   678', '…'],
    ['1.234567/890', '…'],
    ['123.456.789', '…'],
    ['123/456/789', '…'],
    ['STK 19036123456789', 'STK …'],
    ['4111 1111 1111 1111', '…'],
    ['０９１２３４５６７８', '…'],
    ['𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖', '…'],
    ['٠٩١٢٣٤٥٦٧٨', '…'],
    ['001203004567 ngày 30/11/2026', '… ngày 30/11/2026'],
    ['09%31%32345678', '…'],
    ['giảm 50 % – 0912%20345%20678', 'giảm 50 % – …'],
    ['0912⁄345∕678', '…'],
    ['0912。345、678', '…'],
    ['0912﹣345﹣678', '…'],
    ['0912★345→678', '…'],
    ['{"a":["0912","345","678"]}', '{"a":["…"]}'],
    ['0912=345=678', '…'],
    ['0912\u3164345\u034f678', '…'],
    ['⁰⁹¹²³⁴⁵⁶⁷⁸', '…'],
    ['⓿❾❶❷❸❹❺❻❼❽', '…'],
    ['0912&nbsp;345&#160;678', '…'],
    ['&#48;&#57;&#x31;&#x32;345678', '…'],
    ['+84 91 234 2012', '…'],
    ['(+84) 91.234.1985', '…'],
    ['0.912345,678', '…'],
    ['0.912345 - 678', '…'],
  ],
  'addresses of machines in a network': [
    ['/nhat-ky/14.162.1.20/xem', '/nhat-ky/…/xem'],
    ['IP 113.22.4.9', 'IP …'],
    ['2402:800:6105:1a2b:3c4d:5e6f:7a8b:9c0d', '…'],
    ['/ip/2001:ee0:4f5d::1', '/ip/…'],
    ['00:1A:2b:3c:4d:5e', '…'],
  ],
  'addresses of mail, however the sign is written': [
    ['a.b@thanhhoa.gov.vn', '…'],
    ['hỏi nguyễn@x nhé', 'hỏi … nhé'],
    ['nguyen.van.a(at)example.vn', '…'],
    ['nguyen.van.a [at] example (dot) vn', '…'],
    ['nguyen.a＠example.vn', '…'],
    ['nguyen.a﹫example.vn', '…'],
    ['nguyen.a%40example.vn', '…'],
    ['nguyen.a%252540example.vn', '…'],
    ['nguyen.a&#64;example.vn', '…'],
    ['nguyen.a @ example.vn', '…'],
    ['nguyen.a&amp;#64;example.vn', '…'],
    ['nguyen.a\\u0040example.vn', '…'],
    ['Giảm 50%: nguyen.a%2540example.vn', 'Giảm 50%: …'],
  ],
  'numbers of passports and plates of vehicles': [
    ['hộ chiếu B1234567', 'hộ chiếu …'],
    ['C 1234 567', '…'],
    ['/ho-chieu/b1234567/xem', '/ho-chieu/…/xem'],
    ['TR1234567', '…'],
    ['30A-123.45', '…'],
    ['biển số 51F12345', 'biển số …'],
    ['29X1-234.56', '…'],
    ['29-AA 123.45', '…'],
    ['80-NG-123-45', '…'],
    ['/phat-nguoi/30a-12345', '/phat-nguoi/…'],
    ['29Đ1-234.56', '…'],
    ['30MĐ6-123.45', '…'],
  ],
  'days of birth': [
    ['Nguyễn Văn A 15/08/1990', 'Nguyễn Văn A …'],
    ['15-8-1990', '…'],
    ['15.08.1990', '…'],
    ['15 tháng 8 năm 1990', '…'],
    ['15081990', '…'],
    ['/19900815', '/…'],
    ['1990-08-15', '…'],
    ['ngày sinh: 01/02/2018', 'ngày sinh: …'],
    ['/ngay-sinh-01-02-2018', '/ngay-sinh-…'],
    ['born 2018-02-01', 'born …'],
    ['sinh ngày 15/8/90', 'sinh ngày …'],
    ['DOB: 15-AUG-1990', 'DOB: …'],
    ['date of birth: August 15, 1990', 'date of birth: …'],
  ],
  'words that a machine drew': [
    ['/reset/3f2504e0-4f89-41d3-9a0c-0305e82c3301', '/reset/~'],
    ['{3F2504E0-4F89-41D3-9A0C-0305E82C3301}', '{~}'],
    ['/dat-lai-mat-khau/a8f5f167f44f4964e6c998dee827110c', '/dat-lai-mat-khau/~'],
    ['/quen-mat-khau/Ab12Cd', '/quen-mat-khau/~'],
    ['/reset/AbCdEf', '/reset/~'],
    ['/kich-hoat/dGhpcyBpcyBhIHRva2Vu', '/kich-hoat/~'],
    ['bmd1eWVudmFuYUBleGFtcGxlLnZu', '~'],
    ['/a/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U', '/a/~'],
    ['token=Zk3mQ9xT2bLw7RpV', 'token=~'],
    ['/-/asset_publisher/2zdf9hqmLQAB/content/khai-mac', '/-/asset_publisher/~/content/khai-mac'],
    ['/documents/10180/1234567/5a0f6b53-1c7a-4a3e-9b44-2f8f2c4f2a11', '/documents/10180/1234567/~'],
  ],
};

describe.each(Object.entries(FORMS))('%s are not stored', (_form, examples) => {
  test.each(examples)('%s becomes %s', (sent, kept) => {
    expect(stored(sent).replaceAll(/~[a-z]{10}/g, '~')).toBe(kept);
    expect(stored(stored(sent))).toBe(stored(sent));
  });
});

test('codes of procedures and dossiers stay, and a telephone that is written like one does not', () => {
  for (const code of ['1.000123', '1.010708.000.00.00.H56.01', '2.000815.H56.12', 'H56.12.34-220101-0001'])
    expect(stored(`mã ${code}, xem`)).toBe(`mã ${code}, xem`);
  const several = 'mã 1.000123, 2.000456/3.000789; 1.000124: 15 ngày, từ 30/11/2026';
  expect(stored(several)).toBe(several);
  for (const text of ['0.912345.678', '1.000123 456789', 'H56-091234-56789']) expect(stored(text)).not.toMatch(/\d{6}/);
  expect(stored('H56.001203004567-240110-0001')).not.toContain('001203');
});

test('numbers of chapters, versions, times and shares are no addresses and no telephones', () => {
  for (const text of [
    'Mục 5.2.1.3',
    'phiên bản 2.16.4.1',
    'QCVN 1.2.3.4:2026/BTTTT',
    '08:30:00 – 17:00:00',
    'Giảm 50%, 30%, 20%, 10% lệ phí',
    '100.000₫ – 200.000₫ – 300.000₫',
    'tọa độ 10°46′ 106°42′',
    '100 m² và 1.234 m³',
    'sinh viên 12 khóa 2020',
    'vệ sinh 15-8-20',
  ])
    expect(stored(text)).toBe(text);
});

test('a digest is the same for the same word and key, differs from others’, and says nothing of either', () => {
  const word = fc.stringMatching(/^[0-9a-f]{32}$/);
  fc.assert(
    fc.property(word, word, (one, other) => {
      fc.pre(one !== other);
      expect(redaction.digest(one)).toMatch(/^~[a-z]{10}$/);
      expect(keyed('a key of the tests').digest(one)).toBe(redaction.digest(one));
      expect(keyed('another key').digest(one)).not.toBe(redaction.digest(one));
      expect(redaction.digest(other)).not.toBe(redaction.digest(one));
    }),
  );
});

/** 32 hexadecimal digits are drawn in every way; of the shorter ones chance makes a few that can be said. */
test('keys of machines are found, and two of them stay apart', () => {
  const alphabet = fc.constantFrom(
    '0123456789abcdef',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'ABCDEFabcdefghijKLMNopqr0123456789-_',
  );
  const key = alphabet.chain((letters) =>
    fc.array(fc.constantFrom(...letters.split('')), { minLength: 40, maxLength: 64 }).map((drawn) => drawn.join('')),
  );
  const missed = fc.sample(key, 2000).filter((one) => stored(`/x/${one}`).includes(one));
  expect(missed.length).toBeLessThan(10);
});

test('no nine digits in a row that begin with 0 reach the store, whatever stands between and around them', () => {
  const separators = fc.constantFrom('', ' ', '.', '-', '_', '\u00a0', '\u200b', '\n', '/', ',', '·', '–', '   ');
  const number = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }).map(String), separators), {
    minLength: 8,
    maxLength: 13,
  });
  fc.assert(
    fc.property(fc.string({ maxLength: 10 }), number, fc.string({ maxLength: 10 }), (before, digits, behind) => {
      const written = digits.map(([digit, separator]) => digit + separator).join('');
      // A day or a month at its beginning is one, and what is left is shorter; a number beside it may make a price of both.
      fc.pre(!/^[0-9](?:\P{Nd}|$)/u.test(written) && !/\p{N}/u.test(before + behind));
      const text = stored(`${before} 0${written} ${behind}`);
      // A procedure's code has up to nine digits itself.
      fc.pre(!/\d\.\d{6}/.test(text));
      expect(text).not.toMatch(/\d(?:[\s.\-_/,·–]{0,3}\d){8}/);
    }),
  );
});

test('texts are cut between characters, to their limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
      const short = cut(text.toWellFormed(), limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short.isWellFormed()).toBe(true);
      expect(text.toWellFormed().startsWith(short)).toBe(true);
    }),
  );
});

test('control and invisible characters are not stored, and no stack of marks', () => {
  expect(stored('a\u0000b\u202ec\u200bd\r\ne')).toBe('a bcd e');
  expect(stored(`a${'\u0301\u0327'.repeat(400)}`).length).toBeLessThan(6);
});

test('text is cut and its stacks of marks are thinned out before anything composes it, however long it is', () => {
  const normalize = vi.spyOn(String.prototype, 'normalize');
  for (const sent of ['\u0316\u0301'.repeat(30_000), 'a\u0316\u0301'.repeat(20_000), 'ạ '.repeat(30_000)])
    redaction.clean(`a${sent}`, 1_000);
  const composed = normalize.mock.contexts.map(String);
  normalize.mockRestore();
  expect(composed.length).toBeGreaterThan(0);
  for (const text of composed) {
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).not.toMatch(/\p{M}{5}/u);
  }
});

test('raw UTF-8 in a request line is read as what it was', () => {
  expect(stored(Buffer.from('Cổng dịch vụ', 'utf8').toString('latin1'))).toBe('Cổng dịch vụ');
});

test('half a number at a cut is not left over', () => {
  expect(redaction.clean(`${'chữ '.repeat(299)}x 001203004567`, 300)).not.toMatch(/\d/);
});
