import { addDays } from '@emc/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOn, ownerOn, nameOn, type Register, type RegisteredBody, unitsFrom } from '../src/register.ts';

const CODES = ['H01', 'H02', 'H03', 'H04', 'H05', 'H06'];
const FIRST_DAY = '2025-01-01';
const DAYS = 30;
const dayAt = (index: number): string => addDays(FIRST_DAY, index);

/** What can happen to bodies and to one portal, in the order of days. */
interface Happening {
  day: number;
  what: { kind: 'merge'; from: number; into: number } | { kind: 'rename'; body: number } | { kind: 'move'; to: number };
}
const index = fc.nat(CODES.length - 1);
const happening: fc.Arbitrary<Happening> = fc.record({
  day: fc.integer({ min: 1, max: DAYS - 2 }),
  what: fc.oneof(
    fc.record({ kind: fc.constant('merge' as const), from: index, into: index }),
    fc.record({ kind: fc.constant('rename' as const), body: index }),
    fc.record({ kind: fc.constant('move' as const), to: index }),
  ),
});

/** The naive reference: lives through the days one by one, and writes down what is so on each. */
interface Diary {
  register: Register;
  /** By day: the portal's body. */
  owner: string[];
  /** By day: the names of the bodies that exist. */
  names: Map<string, string>[];
}

function live(happenings: Happening[], firstOwner: number): Diary {
  const bodies = new Map<string, RegisteredBody>(
    CODES.map((code) => [
      code,
      {
        code,
        certainty: '',
        names: [{ nameVi: code, nameEn: code, kind: 'province', from: null, to: null }],
        successors: [],
        predecessors: [],
      },
    ]),
  );
  const alive = new Map(CODES.map((code) => [code, code]));
  let owner = CODES[firstOwner] ?? '';
  const owners = [{ bodyCode: owner, unitId: null, from: null as string | null, to: null as string | null }];
  const diary: Diary = {
    owner: [],
    names: [],
    register: {
      version: 1,
      bodies,
      units: new Map(),
      portals: new Map([
        [
          1,
          {
            siteId: 1,
            kind: '',
            name: '',
            nameEn: null,
            url: '',
            urlKey: '',
            allowedHosts: [],
            liveOn: null,
            registeredAt_ms: 0,
            registeredOn: '1970-01-01',
            retiredOn: null,
            owners,
          },
        ],
      ]),
    },
  };
  for (let day = 0; day < DAYS; day++) {
    const on = dayAt(day);
    for (const { what } of happenings.filter((one) => one.day === day)) {
      if (what.kind === 'move') {
        const to = CODES[what.to] ?? '';
        if (!alive.has(to)) continue;
        owner = to;
        const last = owners.at(-1);
        if (last?.from === on) last.bodyCode = to;
        else {
          if (last) last.to = on;
          owners.push({ bodyCode: to, unitId: null, from: on, to: null });
        }
      } else if (what.kind === 'rename') {
        const body = bodies.get(CODES[what.body] ?? '');
        const last = body?.names.at(-1);
        if (!body || !last || !alive.has(body.code) || last.from === on) continue;
        last.to = on;
        const name = `${body.code} from ${on}`;
        body.names.push({ ...last, nameVi: name, from: on, to: null });
        alive.set(body.code, name);
      } else {
        const from = bodies.get(CODES[what.from] ?? '');
        const into = bodies.get(CODES[what.into] ?? '');
        const last = from?.names.at(-1);
        if (!from || !into || !last || from === into || !alive.has(from.code) || !alive.has(into.code)) continue;
        if (last.from === on) continue;
        last.to = on;
        alive.delete(from.code);
        from.successors.push({ code: into.code, on });
        into.predecessors.push({ code: from.code, on });
        if (owner === from.code) owner = into.code;
      }
    }
    diary.owner.push(owner);
    diary.names.push(new Map(alive));
  }
  return diary;
}

test('on every day the register tells the same owner and names as a diary kept day by day, through chains of mergers, renames and moves', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 14 }), index, (happenings, firstOwner) => {
      const { register, owner, names } = live(happenings, firstOwner);
      const portal = register.portals.get(1);
      if (!portal) throw new Error('no portal');
      for (let day = 0; day < DAYS; day++) {
        const on = dayAt(day);
        expect(ownerOn(register, portal, on).bodyCode).toBe(owner[day]);
        const told = [...register.bodies.values()].flatMap((body) => {
          const name = nameOn(body, on);
          return name ? [[body.code, name.nameVi] as const] : [];
        });
        expect(new Map(told)).toEqual(names[day]);
      }
    }),
    { numRuns: 300 },
  );
});

test('the body that stands for another on a day always exists on that day', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 14 }), (happenings) => {
      const { register, names } = live(happenings, 0);
      for (let day = 0; day < DAYS; day++) {
        for (const code of CODES) expect(names[day]?.has(bodyOn(register, code, dayAt(day)))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

const unit = (id: number, parentId: number | null) =>
  [id, { id, parentId, bodyCode: 'H01', code: null, nameVi: '', nameEn: '', from: null, to: null }] as const;

test('units from a unit are itself and all below it, in whatever order they were made', () => {
  const units = new Map([unit(1, 5), unit(2, null), unit(3, 1), unit(4, 2), unit(5, null)]);
  const register: Register = { version: 1, bodies: new Map(), portals: new Map(), units };
  expect(unitsFrom(register, 5)).toEqual(new Set([5, 1, 3]));
  expect(unitsFrom(register, 4)).toEqual(new Set([4]));
});
