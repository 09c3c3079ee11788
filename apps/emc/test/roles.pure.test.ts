import type { CollectorState, ProcessSeen } from '@emc/control-store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshnessOf } from '../src/roles/presence.ts';
import { readRoles } from '../src/roles/roles.ts';
import { readSettings } from '../src/settings.ts';

const SERVERS = {
  EMC_POSTGRES_URL: 'postgres://emc@10.0.0.1/emc',
  EMC_CLICKHOUSE_URL: 'http://emc:x@10.0.0.2:8123/emc',
};

test('without a role a process does everything, on embedded stores too', () => {
  const { roles, split } = readRoles([], readSettings({}));
  expect([...roles].sort()).toEqual(['collect', 'publish', 'work']);
  expect(split).toBe(false);
});

test('roles are given one by one or as a list', () => {
  const settings = readSettings(SERVERS);
  expect([...readRoles(['collect', 'work'], settings).roles]).toEqual(['collect', 'work']);
  expect([...readRoles(['collect, work'], settings).roles]).toEqual(['collect', 'work']);
});

test.each([
  [['serve'], SERVERS, '--role="serve"'],
  [['collect'], { ...SERVERS, EMC_POSTGRES_URL: '' }, 'EMC_POSTGRES_URL=""'],
  [['work'], { ...SERVERS, EMC_CLICKHOUSE_URL: '' }, 'EMC_CLICKHOUSE_URL=""'],
  [['work', 'publish'], SERVERS, 'EMC_OPERATOR_KEY_FILE=""'],
])('role %j is refused when it cannot work, with the setting and what it needs', (given, env, said) => {
  expect(() => readRoles(given, readSettings(env))).toThrow(said);
});

const at = (loadedThrough_ms: number): CollectorState => ({
  loader: {
    oldestUnloadedMs: 0,
    loadedThrough: new Date(loadedThrough_ms).toISOString(),
    failing: false,
    setAside: 0,
  },
  spool: { accepting: true, failing: false, usedBytes: 0, limitBytes: 1 },
});

const processes = fc.array(
  fc.record({
    id: fc.uuid(),
    state: fc.constantFrom<ProcessSeen['state']>('running', 'stopped', 'missing'),
    through_ms: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
  }),
);

test('figures are as fresh as the slowest collector that runs, and every collector that does not is named', () => {
  fc.assert(
    fc.property(processes, fc.option(fc.integer({ min: 0, max: 1_000_000 })), (others, own_ms) => {
      const seen = others.map(({ id, state, through_ms }): ProcessSeen => ({
        id,
        name: id,
        roles: [],
        state,
        seenAt: new Date(2_000_000),
        collector: through_ms === null ? null : at(through_ms),
      }));
      const own = { id: 'own', collector: own_ms === null ? undefined : at(own_ms) };
      const { loadedThrough_ms, missing } = freshnessOf(seen, own, 3_000_000);
      const collectors = seen.filter(({ collector }) => collector !== null);
      expect(missing.map(({ name }) => name)).toEqual(
        collectors.filter(({ state }) => state !== 'running').map(({ name }) => name),
      );
      for (const { state, collector } of collectors) {
        if (state === 'running')
          expect(loadedThrough_ms).toBeLessThanOrEqual(Date.parse(collector!.loader.loadedThrough!));
      }
      if (own_ms !== null) expect(loadedThrough_ms).toBeLessThanOrEqual(own_ms);
      if (collectors.length === 0 && own_ms === null) expect(loadedThrough_ms).toBe(3_000_000);
    }),
  );
});

test('what this process has heard of itself does not hold it back', () => {
  const seen: ProcessSeen[] = [
    { id: 'own', name: 'own', roles: [], state: 'running', seenAt: new Date(0), collector: at(5) },
  ];
  expect(freshnessOf(seen, { id: 'own', collector: at(9) }, 10).loadedThrough_ms).toBe(9);
});
