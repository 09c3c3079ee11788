import { Agent, request, type OutgoingHttpHeaders } from 'node:http';
import type { Answers } from './answers.ts';

const LIMIT_MS = 60_000;
const TEXT_BYTES = 4096;

export interface Asked {
  method?: string;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** Well-formed requests over one kept-alive connection from one loopback address. */
export class HttpClient {
  readonly #agent: Agent;
  readonly #port: number;
  readonly #address: string;

  constructor(port: number, address: string) {
    this.#port = port;
    this.#address = address;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1 });
  }

  /** Reads the whole answer and notes it. @returns its status, or undefined when none came, and how long it took */
  ask(answers: Answers, { body, ...asked }: Asked): Promise<{ status: number | undefined; took_ms: number }> {
    const began = performance.now();
    return new Promise((resolve) => {
      const end = (status: number | undefined): void => resolve({ status, took_ms: performance.now() - began });
      const failed = (): void => {
        answers.requests += 1;
        answers.closed += 1;
        end(undefined);
      };
      const options = { ...asked, port: this.#port, host: '127.0.0.1', localAddress: this.#address };
      const sent = request({ ...options, agent: this.#agent, signal: AbortSignal.timeout(LIMIT_MS) }, (answer) => {
        let text = '';
        answer.setEncoding('latin1');
        answer.on('data', (chunk: string) => void (text.length < TEXT_BYTES && (text += chunk)));
        answer.on('error', failed);
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          const reason = answer.headers['x-emc-reason'];
          answers.note(status, () => (reason === undefined ? text : `x-emc-reason: ${String(reason)}\n`));
          end(status);
        });
      });
      sent.on('error', failed);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
