import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from './flood.ts';

const ANSWER_LIMIT_MS = 5_000;
const ANSWER_BYTES = 4096;

/** Opens a connection from a loopback address. Undefined when it is refused. */
export function openSocket(port: number, localAddress: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

/** Writes bytes to a connection of their own and notes the first answer, if one comes before the connection ends. */
export async function sendRaw({ target, answers }: Attack, address: string, bytes: Buffer): Promise<void> {
  const socket = await openSocket(target.port, address);
  if (socket === undefined) {
    answers.closed += 1;
    await sleep(5);
    return;
  }
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const timer = setTimeout(() => socket.destroy(), ANSWER_LIMIT_MS);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.on('data', (data: Buffer) => {
      if (text.length < ANSWER_BYTES) text += data.toString('latin1');
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    // Half-closed at once: what is not a whole request gets its answer now.
    socket.end(bytes);
  });
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
  if (status === undefined) {
    answers.requests += 1;
    answers.closed += 1;
  } else answers.note(Number(status), () => answer);
}
