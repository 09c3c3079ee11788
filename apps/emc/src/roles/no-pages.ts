import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HealthReport } from '@emc/contract';
import { healthStatus } from '@emc/publish';

/** What a process without the role publish answers to everything that is no hit: its health, for whoever watches it. */
export function answerHealthOnly(health: () => Promise<HealthReport>, roles: ReadonlySet<string>) {
  const elsewhere = `This process does: ${[...roles].join(', ')}. Pages and API are served by those with the role publish.\n`;
  const tell = async (response: ServerResponse): Promise<void> => {
    const report = await health();
    const status = healthStatus(report);
    response
      .writeHead(status === 'down' ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify({ ...report, status }));
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    request.resume();
    if (reads && request.url?.split('?')[0] === '/api/v1/health') void tell(response);
    else response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(elsewhere);
  };
}
