import { type Agent, request } from 'node:http';

export interface Sent {
  agent: Agent;
  port: number;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  limit_ms: number;
}

/** Sends one request. Undefined when no whole answer came: refused connection, broken connection, or too late. */
export function send({ limit_ms, body, ...options }: Sent): Promise<{ status: number; text: string } | undefined> {
  return new Promise((resolve) => {
    const sent = request({ ...options, host: '127.0.0.1', signal: AbortSignal.timeout(limit_ms) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', () => resolve(undefined));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}
