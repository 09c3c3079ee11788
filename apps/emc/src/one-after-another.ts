import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Exchange = [request: IncomingMessage, response: ServerResponse];

/** Requests that wait behind the one that is worked on; none is when it is not there. */
const LINE = Symbol('line');
type Connection = Socket & { [LINE]?: Exchange[] | undefined };

/** Clients that send ahead at all send a few; what one read of a connection brings can be thousands. */
const MOST_WAITING = 100;

/**
 * Begins a request of a connection when the one before is answered, as nearly all clients send them. Node begins all that have come:
 * one connection that sends ahead without end would have twenty thousand questions worked on, each with a connection to the readers,
 * or a hundred thousand hits before those of anybody else.
 */
export function oneAfterAnother(handle: Handler): Handler {
  const begin = (exchange: Exchange, connection: Connection): void => {
    const [request, response] = exchange;
    response.once('close', () => goOn(connection));
    handle(request, response);
  };
  const goOn = (connection: Connection): void => {
    const line = connection[LINE]!;
    const next = connection.destroyed ? undefined : line.shift();
    if (next === undefined) {
      connection[LINE] = undefined;
      return;
    }
    if (line.length === 0) connection.resume();
    begin(next, connection);
  };
  return (request, response) => {
    const connection: Connection = request.socket;
    const line = connection[LINE];
    if (line === undefined) {
      connection[LINE] = [];
      return begin([request, response], connection);
    }
    if (line.length >= MOST_WAITING) return void connection.destroy();
    line.push([request, response]);
    connection.pause();
  };
}
