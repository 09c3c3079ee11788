import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../../api/figures.ts';
import { Problem } from '../../api/problem.ts';

/** A write on its way: whether it is, and what it was refused with. */
export interface Sending {
  busy: boolean;
  refusal: Problem | null;
  /** Does it once; what is thrown becomes the refusal. @returns whether it was done */
  run: (write: () => Promise<void>) => Promise<boolean>;
  forget: () => void;
}

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const queries = useQueryClient();
  const run = async (write: () => Promise<void>) => {
    if (busy) return false;
    setBusy(true);
    setRefusal(null);
    try {
      await write();
      return true;
    } catch (error) {
      // The session ended: the page says so at once, not within a minute.
      if (error instanceof Problem && error.status === 401)
        void queries.invalidateQueries({ queryKey: meQuery().queryKey });
      setRefusal(error instanceof Problem ? error : new Problem(-1, 'crash', '', String(error)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, run, forget: () => setRefusal(null) };
}

/** What the server says about one field of a form: `/name`, `/addresses/0` … */
export function faultOf(refusal: Problem | null, field: string): string | undefined {
  return refusal?.errors.find(({ where }) => where.split(/[/.]/).includes(field))?.what;
}
