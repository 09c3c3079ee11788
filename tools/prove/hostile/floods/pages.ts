import { randomUUID } from 'node:crypto';
import { type Attack, type Flood } from '../flood.ts';
import { HttpClient } from '../http-client.ts';
import { pageView } from '../ordinary.ts';

async function views({ target, answers, over }: Attack, address: string): Promise<void> {
  const client = new HttpClient(target.port, address);
  const { path, headers } = pageView(target, 0);
  while (!over()) {
    const name = randomUUID();
    const page = encodeURIComponent(`https://${target.host}/tin/bai-${name.slice(0, 8)}.html`);
    const query = path.replace(/url=[^&]*/, `url=${page}`);
    await client.ask(answers, {
      path: `${query}&action_name=Tin%20${name.slice(9, 13)}&search=${name.slice(14, 18)}`,
      headers,
    });
  }
  client.close();
}

export const distinctPages: Flood = {
  name: 'distinct-pages',
  what: 'one client views pages that no one saw before, each with a title and a keyword of its own',
  sockets: 16,
  run: (attack, _socket, address) => views(attack, address),
};
