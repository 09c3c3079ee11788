import { useQuery } from '@tanstack/react-query';
import { refusedQuery } from '../../api/office.ts';
import { Choice } from '../choice.tsx';
import { useFilters } from '../filters.ts';
import { Loaded } from '../problem-note.tsx';
import { RefusedTable } from './refused-table.tsx';
import { useOfficeWords } from './words.ts';

const BACK = ['24', '168'] as const;

/** What a body sent that was not taken, and why: of its portals and its systems, for a day or a week back. */
export function Refused({ code }: { code: string }) {
  const { o, f } = useOfficeWords();
  const [filters, change] = useFilters();
  const back = BACK.find((hours) => hours === filters['back']) ?? '24';
  const asked = useQuery(refusedQuery({ body: code, hours: back }));
  return (
    <section aria-labelledby="refused">
      <h2 id="refused">{o.refused.title}</h2>
      <Choice
        label={o.refused.back}
        value={back}
        options={BACK.map((value) => ({ value, text: o.refused.backs[value] }))}
        onChange={(value) => change({ back: value === '24' ? null : value })}
      />
      <Loaded asked={asked} lines={4} height_px={140}>
        {({ items, leftOut }) => (
          <>
            {items.length === 0 ? (
              <p className="none">{o.refused.none}</p>
            ) : (
              <>
                <p className="sentence">{o.refused.text}</p>
                <RefusedTable items={items} />
              </>
            )}
            {leftOut === 0 ? null : <p className="hint">{o.refused.leftOut(f.number(leftOut))}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}
