import { connect } from 'node:net';

/** What a load run saw. Latencies are those of single requests on kept-alive connections, one at a time each. */
export interface LoadResult {
  requests: number;
  requests_per_second: number;
  p50_ms: number;
  p99_ms: number;
  notAccepted: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const CODE_AT = 'HTTP/1.1 '.length;

/** Answers are small: they come in one piece or in a few, and tell their length when they have a body. */
function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf(HEAD_END);
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.toString('latin1', 0, end));
  return answer.length >= end + HEAD_END.length + Number(length?.[1] ?? 0);
}

/** 2xx, and not the envelope of the synchronisation format with another code than "0". */
function isAccepted(answer: Buffer): boolean {
  if (answer[CODE_AT] !== 0x32) return false;
  return !answer.includes('"error_code":') || answer.includes('"error_code":"0"');
}

/**
 * Sends prebuilt requests over kept-alive loopback connections for a bounded time. Runs as a process of its own
 * (`node load.ts PORT CONNECTIONS SECONDS`, requests as JSON on standard input) so that it does not share a core's
 * event loop with what it measures.
 */
async function load(port: number, connections: number, seconds: number, requests: Buffer[]): Promise<LoadResult> {
  const latencies_us: number[] = [];
  let notAccepted = 0;
  let turn = 0;
  const started = performance.now();
  const until = started + seconds * 1000;

  const drive = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let answer: Buffer = Buffer.alloc(0);
      let sent = 0;
      const send = (): void => {
        sent = performance.now();
        answer = Buffer.alloc(0);
        socket.write(requests[turn++ % requests.length]!);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on('data', (data: Buffer) => {
        answer = answer.length === 0 ? data : Buffer.concat([answer, data]);
        if (!isWhole(answer)) return;
        const now = performance.now();
        latencies_us.push((now - sent) * 1000);
        if (!isAccepted(answer)) notAccepted += 1;
        if (now < until) send();
        else socket.end();
      });
    });

  await Promise.all(Array.from({ length: connections }, drive));
  const elapsed_seconds = (performance.now() - started) / 1000;
  const sorted = Float64Array.from(latencies_us).sort();
  const at = (share: number): number => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN) / 1000;
  return {
    requests: sorted.length,
    requests_per_second: sorted.length / elapsed_seconds,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    notAccepted,
  };
}

if (import.meta.main) {
  const [port, connections, seconds] = process.argv.slice(2).map(Number) as [number, number, number];
  process.stdin.setEncoding('utf8');
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  const requests = (JSON.parse(input) as string[]).map((text) => Buffer.from(text));
  process.stdout.write(JSON.stringify(await load(port, connections, seconds, requests)));
}
