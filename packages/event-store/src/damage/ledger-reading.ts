import type { Clock, Day } from '@emc/contract';
import type { EventStore } from '../event-store.ts';
import type { PartsSeen } from './check-parts.ts';
import { countsOfHits } from './compare-day.ts';
import { type Finding, type Ledger, monthOf, RAW_TABLES, rowsMissing } from './findings.ts';
import { rowsByDay } from './hit-days.ts';

interface LedgerReadingOptions {
  store: EventStore;
  ledger: Ledger;
  clock: Clock;
}

/** Counting a month again reads a column of all of it: a month that only grows waits for so long. */
const COUNT_AGAIN_MS = 300_000;

/** How a month was when its rows were last counted by day. */
interface Counted {
  parts: string;
  rows: number;
  at_ms: number;
}

/**
 * Holds what arrived against the ledger, in months whose parts changed, and writes down what is there. How many rows a month has is
 * asked of the list of parts; they are counted by day where they have become fewer, and every five minutes where they have not.
 */
export function createLedgerReading({ store, ledger, clock }: LedgerReadingOptions) {
  /** By table and month. */
  const counted = new Map<string, Counted>();
  let short: Finding[] = [];

  /** @param now also months that were counted a moment ago */
  return async ({ active }: Pick<PartsSeen, 'active'>, now: boolean) => {
    const noted = await ledger.read();
    for (const table of RAW_TABLES) {
      const ours = noted.filter((row) => row.table === table);
      const states = statesOf(
        active.filter((part) => part.table === table),
        clock(),
      );
      const isDue = (month: number): boolean => {
        const [last, state] = [counted.get(`${table} ${month}`), states.get(month) ?? NO_PARTS];
        if (last === undefined || state.rows < last.rows) return true;
        const isShort = short.some((one) => one.table === table && monthOf(one.from) === month);
        return (isShort || last.parts !== state.parts) && (now || Math.abs(clock() - last.at_ms) > COUNT_AGAIN_MS);
      };
      const due = [...new Set([...states.keys(), ...ours.map(({ day }) => monthOf(day))])].filter(isDue);
      if (due.length === 0) continue;
      const rows = await store.ask(rowsByDay(table), { months: due });
      const notedThen = ours.filter(({ day }) => due.includes(monthOf(day)));
      const lost = rowsLost(table, rows, notedThen);
      const countedMore = table === 'hits' ? await countedSince(store, lost, notedThen) : [];
      await ledger.note(countedMore.map((row) => ({ table, ...row })));
      short = [
        ...short.filter((one) => one.table !== table || !due.includes(monthOf(one.from))),
        ...lost.filter(({ from }) => !countedMore.some(({ day }) => day === from)),
        ...rowsLost(table, rows, countedMore),
      ];
      const known = new Map(ours.map((row) => [row.day, row.rows]));
      await ledger.note(rows.filter((row) => row.rows > (known.get(row.day) ?? 0)).map((row) => ({ table, ...row })));
      for (const month of due) counted.set(`${table} ${month}`, { ...(states.get(month) ?? NO_PARTS), at_ms: clock() });
    }
    return { found: short, rows: noted };
  };
}

const NO_PARTS = { parts: '', rows: 0 };

function statesOf(parts: PartsSeen['active'], at_ms: number): Map<number, Counted> {
  const months = Map.groupBy(parts, ({ partition }) => Number(partition));
  return new Map(
    [...months].map(([month, its]) => {
      const names = its.map(({ name }) => name).toSorted();
      return [month, { parts: names.join(), rows: its.reduce((sum, { rows }) => sum + rows, 0), at_ms }];
    }),
  );
}

interface DayRows {
  day: Day;
  rows: number;
}

function rowsLost(table: string, held: readonly DayRows[], noted: readonly DayRows[]): Finding[] {
  const rowsOf = new Map(held.map(({ day, rows }) => [day, rows]));
  return noted
    .map(({ day, rows }) => ({ day, missing: rows - (rowsOf.get(day) ?? 0) }))
    .filter(({ missing }) => missing > 0)
    .map(({ day, missing }) => rowsMissing(table, day, missing));
}

/** Days that lack hits and of which rollups counted more than the ledger, which is some minutes behind, has noted. */
async function countedSince(
  store: EventStore,
  lost: readonly Finding[],
  noted: readonly DayRows[],
): Promise<DayRows[]> {
  const counted: DayRows[] = [];
  for (const { from: day } of lost) counted.push({ day, rows: (await countsOfHits(store, day)).counted });
  return counted.filter(({ day, rows }) => noted.some((row) => row.day === day && row.rows < rows));
}
