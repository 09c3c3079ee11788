import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What a connection that carries an insert suffers. */
export type Fault = 'none' | 'cut before it is sent' | 'cut in the middle' | 'cut before the answer';

const INSERT = /INSERT(?:%20|\+| )INTO(?:%20|\+| )hits/;

/** A TCP proxy in front of the event store that breaks connections carrying inserts, as it is told. */
export async function faultyProxy(
  targetUrl: string,
  nextFault: () => Fault,
): Promise<{ url: string; faults: Fault[]; close: () => void }> {
  const target = new URL(targetUrl);
  const faults: Fault[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let fault: Fault = 'none';
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (bytes: Buffer) => {
      if (INSERT.test(bytes.toString('latin1'))) faults.push((fault = nextFault()));
      if (fault === 'cut before it is sent') cut();
      else if (fault === 'cut in the middle') upstream.write(bytes.subarray(0, bytes.length / 2), cut);
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (fault === 'cut before the answer') cut();
      else client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
