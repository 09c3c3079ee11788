import { dayOf, startOfDay } from '@emc/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { belongsTo, nameDossier, nameProcedure, nameUnit } from '../src/dossiers/codes.ts';
import { allowList, Fields, pick, type Fault } from '../src/dossiers/fields.ts';
import { readForm } from '../src/dossiers/form.ts';
import { readSynchronised, SYNCHRONISATION_FIELDS } from '../src/dossiers/synchronisation.ts';
import { readLocalTime } from '../src/dossiers/times.ts';
import { REDACTION } from './samples.ts';

const SECRET = Buffer.from('a secret of the tests');
const NOW_MS = Date.UTC(2024, 5, 1);
const second = fc
  .integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 })
  .map((s) => s * 1000);

/** As a sender writes an instant: local time of Viet Nam. */
function written(time_ms: number): string {
  return new Date(time_ms + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
}

describe('times', () => {
  test('every second from 2000 to 2099 is read as the instant that it is in Viet Nam', () => {
    fc.assert(
      fc.property(second, (time_ms) => {
        expect(readLocalTime(written(time_ms))).toBe(time_ms);
        expect(dayOf(time_ms).replaceAll('-', '')).toBe(written(time_ms).slice(0, 8));
      }),
    );
  });

  test('nothing else is a time', () => {
    const others = ['', '2024011809000', '202401180900000', '2024-01-18 09:00', '20240132000000', '20240230000000'];
    const more = [
      '20240118240000',
      '20240118096000',
      '20240118090060',
      '19991231235959',
      '21000101000000',
      '２０２４０１１８０９００００',
    ];
    for (const text of [...others, ...more]) expect([text, readLocalTime(text)]).toEqual([text, undefined]);
  });
});

describe('forms', () => {
  const allowed = allowList(['a', 'b']);
  const value = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.isWellFormed());

  test('what an encoding sender sends is read as it was meant', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(readForm(new URLSearchParams({ a, b }).toString(), allowed)).toEqual({ a, b });
      }),
    );
  });

  test('what a sender does not encode is read as it stands, as far as it can be told apart', () => {
    const plain = value.map((text) => `ă ${text.replace(/[&%]/g, '')}`);
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(readForm(`a=${a}&x=1&b=${b}`, allowed)).toEqual({ a, b });
      }),
    );
  });

  test.each([
    ['a=50%&b=100% x', { a: '50%', b: '100% x' }],
    ['a=%C4%90&b=%ff', { a: 'Đ', b: '%ff' }],
    ['a=1&name=A & B&b=2', { a: '1', b: '2' }],
    ['a=1&a=2', { a: '1' }],
    ['A=1& b =2', { a: '1', b: '2' }],
    ['a', {}],
    ['a=x=y', { a: 'x=y' }],
    ['', {}],
  ])('%s is read as %j', (body, fields) => {
    expect(readForm(body, allowed)).toEqual(fields);
  });
});

describe('codes', () => {
  test('an official code is kept with its day, in capitals', () => {
    expect(nameDossier('h56.12-240118-0001', SECRET, NOW_MS)).toEqual({
      dossier: 'H56.12-240118-0001',
      coded_ms: startOfDay('2024-01-18'),
    });
  });

  test('any other is a digest: equal for equal codes of equal secrets, and nothing of the code stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 4, maxLength: 60 }), (code) => {
        const { dossier } = nameDossier(code, SECRET, NOW_MS) ?? { dossier: 'x-' };
        expect(dossier).toMatch(/^x-[0-9a-f]{32}$/);
        expect(nameDossier(code, SECRET, 0)?.dossier).toBe(dossier);
        expect(nameDossier(code, Buffer.from('another'), NOW_MS)?.dossier).not.toBe(dossier);
      }),
    );
  });

  test('procedures and units are known by their codes, and a unit’s name is not kept', () => {
    expect(
      ['1.000123.000.00.00.H56', '1.000123', 'TTHC 01', 'TTHC 001203004567'].map((sent) =>
        nameProcedure(sent, REDACTION),
      ),
    ).toEqual(['1.000123', '1.000123', 'TTHC 01', 'TTHC …']);
    expect(['000.00.12.H56', 'h56.12', 'Nguyễn Văn A', 'H56.001203004567'].map(nameUnit)).toEqual([
      'H56.12',
      'H56.12',
      '',
      '',
    ]);
    expect(belongsTo('H56.12', 'H56')).toBe(true);
    expect(belongsTo('H561', 'H56')).toBe(false);
    expect(belongsTo(undefined, 'H56')).toBe(false);
  });
});

test('supplement time is all time since the receipt under one request at least, open ones up to the latest instant named', () => {
  const span = fc.record({
    from_ms: second.map((ms) => Math.min(ms, Date.UTC(2090, 0, 1))),
    length_s: fc.option(fc.nat(10_000_000)),
  });
  fc.assert(
    fc.property(second, fc.array(span, { maxLength: 5 }), (received_ms, spans) => {
      const record = {
        MaHoSo: 'a',
        TrangThaiHoSo: '4',
        NgayTiepNhan: written(received_ms),
        DanhSachHoSoBoSung: spans.map(({ from_ms, length_s }) => ({
          NgayBoSung: written(from_ms),
          NgayTiepNhanBoSung: length_s === null ? '' : written(from_ms + length_s * 1000),
        })),
      };
      const ends = spans.map(({ from_ms, length_s }) => (length_s === null ? undefined : from_ms + length_s * 1000));
      const version_ms = Math.max(received_ms, ...spans.map(({ from_ms }) => from_ms), ...ends.map((end) => end ?? 0));
      // Between two neighbouring instants either all of the time is under a request, or none.
      const asked = spans.map(({ from_ms }, at) => ({ from_ms, to_ms: ends[at] ?? version_ms }));
      const instants = [received_ms, ...asked.flatMap(({ from_ms, to_ms }) => [from_ms, to_ms])];
      const sorted = instants.filter((instant) => instant >= received_ms).toSorted((x, y) => x - y);
      const expected = sorted.reduce((sum, instant, at) => {
        const next = sorted[at + 1] ?? instant;
        const isAsked = asked.some(({ from_ms, to_ms }) => from_ms <= instant && next <= to_ms);
        return isAsked ? sum + (next - instant) / 1000 : sum;
      }, 0);
      const faults: Fault[] = [];
      const fields = new Fields(pick(record, SYNCHRONISATION_FIELDS), 1, faults);
      const change = readSynchronised(fields, {
        systemId: 1,
        secret: SECRET,
        redaction: REDACTION,
        now_ms: Date.UTC(2100, 0, 1),
        updating: false,
      });
      expect(change).toMatchObject({ version_ms, supplements: spans.length });
      expect(change.supplement_s).toBe(Math.min(expected, 4_294_967_295));
    }),
  );
});
