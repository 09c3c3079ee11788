import type { BodyWithConnection } from '@emc/contract';
import { useState } from 'react';
import { plainText } from '../../plain-text.ts';
import { SearchField } from '../search-field.tsx';
import { useOfficeWords } from './words.ts';

interface BodyTicksProps {
  bodies: readonly BodyWithConnection[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}

/** Several bodies, each with a box to tick; found by typing part of the name. */
export function BodyTicks({ bodies, chosen, onChange }: BodyTicksProps) {
  const { o, t, f, nameOf } = useOfficeWords();
  const [q, setQ] = useState('');
  const asked = plainText(q);
  const shown = bodies.filter((body) => plainText(`${body.code} ${body.nameVi} ${body.nameEn}`).includes(asked));
  const toggle = (code: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(code);
    else next.delete(code);
    onChange(next);
  };
  return (
    <fieldset className="ticks">
      <legend>{o.campaigns.scopeChosen(f.number(chosen.size))}</legend>
      <SearchField label={t.bodies.q} value={q} onChange={setQ} />
      <ul tabIndex={0} aria-label={t.bodies.title}>
        {shown.map((body) => (
          <li key={body.code}>
            <label className="tick">
              <input
                type="checkbox"
                checked={chosen.has(body.code)}
                onChange={(event) => toggle(body.code, event.target.checked)}
              />
              <span>
                {nameOf(body)} <small>{body.code}</small>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
