import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

// The named baseline: nothing but node:http, the same query parsed with URLSearchParams or the same body with JSON.parse,
// the same answer, nothing kept.
const server = createServer((request, response) => {
  if (request.method === 'POST') answerEnvelope(request, response);
  else answerHit(request, response);
});

function answerHit(request: IncomingMessage, response: ServerResponse): void {
  const parameters = new URLSearchParams(request.url!.slice(request.url!.indexOf('?') + 1));
  response.writeHead(parameters.get('idsite') === null ? 400 : 204);
  response.end();
}

function answerEnvelope(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: unknown[] };
    const answer = JSON.stringify({
      error_code: '0',
      message: `Tiếp nhận thành công ${data.length} hồ sơ.`,
      errors: [],
    });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`));
