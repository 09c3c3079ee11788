import { Agent, request } from 'node:http';

const CONNECTIONS = 16;

/** What became of the hits that were sent: each has a path of its own. */
export interface Sent {
  acknowledged: Set<string>;
  /** Sent, and nobody knows: counted once or not at all. */
  unanswered: Set<string>;
}

/**
 * Sends page views of one visitor until `count` are acknowledged; one that is not is sent again under another path, so that
 * every request can be told from every other. `onProgress` is awaited by none; calls of one test have different `places`.
 */
export async function sendHits(
  origin: string,
  siteId: number,
  count: number,
  onProgress: (acknowledged: number) => void,
  places = 'trang',
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const sent: Sent = { acknowledged: new Set(), unanswered: new Set() };
  let tried = 0;
  const worker = async (): Promise<void> => {
    while (sent.acknowledged.size < count && tried < count * 20) {
      const place = `/${places}/${tried++}`;
      if (await sendOne(agent, origin, siteId, place)) {
        sent.acknowledged.add(place);
        onProgress(sent.acknowledged.size);
      } else {
        sent.unanswered.add(place);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return sent;
}

/** True when it was taken. */
export function sendOne(agent: Agent | undefined, origin: string, siteId: number, place: string): Promise<boolean> {
  const page = encodeURIComponent(`https://portal.gov.vn${place}`);
  const address = `${origin}/tracking?idsite=${siteId}&rec=1&send_image=0&url=${page}`;
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
  return new Promise((resolve) => {
    const asked = request(address, { agent, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 204 && answer.headers['x-emc-reason'] === undefined);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
