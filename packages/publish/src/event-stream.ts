import type { ServerResponse } from 'node:http';
import type { LiveFeed } from './live-feed.ts';

/** How long a browser waits before it comes back after a break. */
const RETRY_ms = 3_000;
/** How long one waits that is asked to ask by itself; a browser that knows nothing of it comes back for the next state so late. */
const POLL_s = 10;

/**
 * Writes the live feed to a connection as server-sent events until it closes. A follower who reads too slowly skips
 * states rather than filling our memory: each event is whole.
 */
export function streamLive(
  feed: LiveFeed,
  subscriber: string,
  response: ServerResponse,
  headers: Record<string, string>,
): void {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${RETRY_ms}\n\n`);
  const write = (text: string) => {
    if (!response.writableNeedDrain && !response.writableEnded) response.write(text);
  };
  const leave = feed.follow(subscriber, {
    event: (name, id, data) => write(`event: ${name}\n${id === '' ? '' : `id: ${id}\n`}data: ${data}\n\n`),
    comment: () => write(': still here\n\n'),
    sendAway: () => {
      if (response.writableEnded) return;
      response.end(`retry: ${POLL_s * 1000}\nevent: poll\ndata: {"everySeconds":${POLL_s}}\n\n`);
    },
    end: () => response.end(),
  });
  response.on('close', leave);
  // A connection that breaks while we write is a follower who left, nothing more.
  response.on('error', leave);
}
