import { createServer } from 'node:http';

// The named baseline: nothing but node:http, the same query parsed with URLSearchParams, 204, nothing kept.
const server = createServer((request, response) => {
  const parameters = new URLSearchParams(request.url!.slice(request.url!.indexOf('?') + 1));
  response.writeHead(parameters.get('idsite') === null ? 400 : 204);
  response.end();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`));
