import { ROUTES } from '@emc/publish';
import { expect, test } from 'vitest';
import { office } from '../../apps/console/src/texts/office.ts';

test('every write that the audit log can hold has words in both languages', () => {
  const writes = ROUTES.filter(({ method }) => method !== 'GET').map(({ id }) => id);
  for (const { audit } of Object.values(office))
    expect(writes.filter((id) => audit.actions[id] === undefined)).toEqual([]);
});
