/** What one of two processes answers to the other, by name; each takes one value or none. */
export type Answers<Side> = {
  [Name in keyof Side]: Side[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Answer | Promise<Answer>
    : never;
};

/** The same as the other process has it. Each throws Error when that process fails at it, or is gone. */
export type Remote<Side> = {
  [Name in keyof Side]: Side[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Answer>
    : never;
};

/** The end of an IPC channel: `process` in a child, the child in its parent. */
export interface End {
  send: (message: object) => void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
}

type Message =
  | { ask: string; id: number; given: unknown[] }
  | { answered: number; answer: unknown }
  | { answered: number; failed: string };

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/**
 * Questions from either side of an IPC channel, each with its answer.
 * @param own answers what the other side asks
 * @param names of what the other side answers
 */
export function openChannel<Theirs, Own extends object>(
  end: End,
  own: Answers<Own>,
  names: readonly (keyof Theirs & string)[],
): Remote<Theirs> {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let isClosed = false;

  const answerTo = async ({ ask, id, given }: Extract<Message, { ask: string }>): Promise<void> => {
    try {
      const work = (own as Record<string, (...given: unknown[]) => unknown>)[ask];
      if (work === undefined) throw new Error(`nothing answers "${ask}"`);
      const answer = await work(...given);
      if (!isClosed) end.send({ answered: id, answer });
    } catch (error) {
      if (!isClosed) end.send({ answered: id, failed: error instanceof Error ? error.message : String(error) });
    }
  };
  end.on('message', (received) => {
    const message = received as Message;
    if ('ask' in message) return void answerTo(message);
    const { resolve, reject } = waiting.get(message.answered) ?? {};
    waiting.delete(message.answered);
    if ('failed' in message) reject?.(new Error(message.failed));
    else resolve?.(message.answer as never);
  });
  end.once('disconnect', () => {
    isClosed = true;
    for (const { reject } of waiting.values()) reject(new Error(GONE));
    waiting.clear();
  });

  const ask = (name: string, given: unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error(GONE));
      const id = ++asked;
      waiting.set(id, { resolve, reject });
      end.send({ ask: name, id, given });
    });
  return Object.fromEntries(
    names.map((name) => [name, (...given: unknown[]) => ask(name, given)]),
  ) as unknown as Remote<Theirs>;
}

const GONE = 'the other process is gone';
