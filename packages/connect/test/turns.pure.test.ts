import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTurns, type Turn } from '../src/page-check/turns.ts';

const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const aTurn: fc.Arbitrary<Turn> = fc.record({ host: letter, bodyCode: fc.option(letter, { nil: undefined }) });

test('all have their turn, four at once, one at a host and two of a body, in whatever order they come and go', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aTurn, { maxLength: 30 }), fc.infiniteStream(fc.nat()), async (turns, random) => {
      const inTurn = createTurns();
      const open: { turn: Turn; leave: () => void }[] = [];
      let done = 0;
      const looks = turns.map((turn) =>
        inTurn(turn, async () => {
          await new Promise<void>((leave) => open.push({ turn, leave }));
          done++;
        }),
      );
      while (done < turns.length) {
        await new Promise(setImmediate);
        expect(open.length).toBeLessThanOrEqual(4);
        expect(new Set(open.map(({ turn }) => turn.host)).size).toBe(open.length);
        for (const code of ['a', 'b', 'c', 'd', 'e'])
          expect(open.filter(({ turn }) => turn.bodyCode === code).length).toBeLessThanOrEqual(2);
        if (open.length === 0) continue;
        const [leaving] = open.splice((random.next().value as number) % open.length, 1);
        leaving!.leave();
      }
      await Promise.all(looks);
    }),
    { numRuns: 50 },
  );
});

test('a look that fails gives its place to the next', async () => {
  const inTurn = createTurns();
  await expect(inTurn({ host: 'a' }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await inTurn({ host: 'a' }, async () => 'done')).toBe('done');
});

test('on demand no more than forty wait, and those of every day wait all the same', async () => {
  const inTurn = createTurns();
  const { promise, resolve } = Promise.withResolvers<void>();
  const looks = Array.from({ length: 41 }, (_, body) => inTurn({ host: 'a', bodyCode: `${body}` }, () => promise));
  await expect(inTurn({ host: 'b', bodyCode: 'x' }, () => promise)).rejects.toMatchObject({
    code: 'page-checks-too-many',
  });
  looks.push(inTurn({ host: 'a' }, () => promise));
  resolve();
  await Promise.all(looks);
});
