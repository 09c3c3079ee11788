import type { RefusedList } from '@emc/contract';
import { RefusedTable } from './refused-table.tsx';
import { useOfficeWords } from './words.ts';

const SHOWN = 12;

/** The senders of which most was refused since yesterday; the rest unfolds. */
export function RefusedToday({ list, names }: { list: RefusedList; names: ReadonlyMap<string, string> }) {
  const { o, f } = useOfficeWords();
  const { items, leftOut } = list;
  const rest = items.slice(SHOWN);
  return (
    <>
      {items.length === 0 ? (
        <p className="none">{o.refused.none}</p>
      ) : (
        <>
          <p className="sentence">{o.refused.text}</p>
          <RefusedTable items={items.slice(0, SHOWN)} bodyNames={names} />
        </>
      )}
      {rest.length === 0 ? null : (
        <details>
          <summary>{o.refused.restOf(f.number(rest.length))}</summary>
          <RefusedTable items={rest} bodyNames={names} />
        </details>
      )}
      {leftOut === 0 ? null : <p className="hint">{o.refused.leftOut(f.number(leftOut))}</p>}
    </>
  );
}
