import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CLIENT_HEADER } from './messages.ts';

/** The front refuses what is longer; what it adds fits in as well. */
const LONGEST_HEAD_BYTES = 2 * 65_536;

/** As many as may come at once; past it a socket file refuses at once, and a reader would be refused who need only wait. */
const BACKLOG = 4096;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes requests that the front passes on, at a socket file that only this user may open. */
export async function listenForFront(socket: string, handler: Handler): Promise<Server> {
  // The front keeps the times, and each connection carries one request after another.
  const limits = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: LONGEST_HEAD_BYTES };
  const server = createServer({ ...limits, requireHostHeader: false }, (request, response) => {
    takeClientAddress(request);
    handler(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: socket, backlog: BACKLOG }, resolve);
  });
  return server;
}

/** What asks for the addresses of the connection gets those of the client's, as if it had come here itself. */
function takeClientAddress(request: IncomingMessage): void {
  const [remoteAddress, localAddress, localPort] = String(request.headers[CLIENT_HEADER]).split(',');
  delete request.headers[CLIENT_HEADER];
  const addresses = { remoteAddress, localAddress, localPort: Number(localPort) };
  for (const [name, value] of Object.entries(addresses))
    Object.defineProperty(request.socket, name, { value, configurable: true });
}
