import type { Unit } from '@emc/contract';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';

/** Units below a body, each below its parent; below `under` where only a part of the tree is wanted. */
export function UnitTree({ units, under = null }: { units: readonly Unit[]; under?: number | null }) {
  const { at, nameOf } = useWords();
  const children = units.filter(({ parentId }) => parentId === under);
  if (children.length === 0) return null;
  return (
    <ul className="unit-tree">
      {children.map((unit) => (
        <li key={unit.id}>
          <Go to={at.unit(unit.bodyCode, unit.id)}>{nameOf(unit)}</Go>
          {unit.code === null ? null : <small> {unit.code}</small>}
          <UnitTree units={units} under={unit.id} />
        </li>
      ))}
    </ul>
  );
}
