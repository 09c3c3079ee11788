import { useQuery } from '@tanstack/react-query';
import { systemDossiersQuery } from '../../api/office.ts';
import { FigureNote } from '../figure-note.tsx';
import { useOfficeWords } from './words.ts';

/** Whether this month's dossiers of a system are all counted, and whether another system of its body sends the same. */
export function SystemCounted({ id }: { id: number }) {
  const { o } = useOfficeWords();
  const { data: figures } = useQuery(systemDossiersQuery(id));
  if (figures === undefined) return null;
  return (
    <section className="panel" aria-labelledby="counted">
      <h2 id="counted">{o.systems.counted}</h2>
      <FigureNote completeness={figures.completeness} asOf={figures.asOf} />
    </section>
  );
}
