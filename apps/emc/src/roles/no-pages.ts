import type { IncomingMessage, ServerResponse } from 'node:http';
import { throwAway } from '@emc/collect';
import { healthSchema, type HealthReport } from '@emc/contract';
import { ALWAYS, healthStatus } from '@emc/publish/plain';

const HEALTH = '/api/v1/health';

/** Answers what watches this process with its health, also while all that serves pages hangs. @returns false for everything else */
export function createHealthAnswer(health: () => Promise<HealthReport>) {
  const tell = async (response: ServerResponse): Promise<void> => {
    const report = await health();
    const status = healthStatus(report);
    response
      .writeHead(status === 'down' ? 503 : 200, {
        ...ALWAYS,
        'access-control-allow-origin': '*',
        'cache-control': 'no-store',
        'content-type': 'application/json; charset=utf-8',
      })
      .end(JSON.stringify(healthSchema.parse({ ...report, status })));
  };
  return ({ method, url }: IncomingMessage, response: ServerResponse): boolean => {
    if ((method !== 'GET' && method !== 'HEAD') || url !== HEALTH) return false;
    tell(response).catch(() => response.destroy());
    return true;
  };
}

/** What a process without the role publish answers to everything that is neither a hit nor a question about its health. */
export function sendElsewhere(roles: ReadonlySet<string>) {
  const elsewhere = `This process does: ${[...roles].join(', ')}. Pages and API are served by those with the role publish.\n`;
  return (request: IncomingMessage, response: ServerResponse): void => {
    throwAway(request.socket.remoteAddress ?? '', request);
    response.writeHead(404, { ...ALWAYS, 'content-type': 'text/plain; charset=utf-8' }).end(elsewhere);
  };
}
