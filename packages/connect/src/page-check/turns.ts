import { EmcError } from '@emc/contract';

/** For whom a look is made. */
export interface Turn {
  /** Host of the page; one look at a time asks it. */
  host: string;
  /** The body on whose demand it is; undefined = EMC's own daily look. */
  bodyCode?: string;
}

interface Waiting extends Turn {
  start: () => void;
}

/** Looks at once, daily ones and those on demand together. */
const AT_ONCE = 4;
/** Of those, on demand of one body, so that slow pages of one leave room for the others'. */
const AT_ONCE_OF_A_BODY = 2;
/** Looks on demand that wait: the last of them has its turn within some minutes, however slow the pages are. */
const MOST_WAITING = 40;

/**
 * The one queue of all looks at pages of a process. First come, first served among those that may go: four at once, one at
 * a host, two of a body.
 */
export function createTurns() {
  const running = new Set<Turn>();
  const waiting: Waiting[] = [];

  const mayGo = ({ host, bodyCode }: Turn): boolean => {
    const others = [...running];
    return (
      others.length < AT_ONCE &&
      others.every((other) => other.host !== host) &&
      (bodyCode === undefined || others.filter((other) => other.bodyCode === bodyCode).length < AT_ONCE_OF_A_BODY)
    );
  };
  const goOn = (): void => {
    for (let next = waiting.findIndex(mayGo); next >= 0; next = waiting.findIndex(mayGo)) {
      const [turn] = waiting.splice(next, 1);
      running.add(turn!);
      turn!.start();
    }
  };

  /**
   * Does the work when it has its turn.
   * @throws EmcError page-checks-too-many when too much waits already; what the work throws
   */
  return async function inTurn<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    if (turn.bodyCode !== undefined && waiting.length >= MOST_WAITING)
      throw new EmcError('page-checks-too-many', `${waiting.length} pages wait to be fetched.`);
    const mine = await new Promise<Waiting>((resolve) => {
      const entry: Waiting = { ...turn, start: () => resolve(entry) };
      waiting.push(entry);
      goOn();
    });
    try {
      return await work();
    } finally {
      running.delete(mine);
      goOn();
    }
  };
}
