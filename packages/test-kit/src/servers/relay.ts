import { connect, createServer, type Socket } from 'node:net';

/** Hands on what comes in at a port to another of the same host, until it is closed. */
export interface Relay {
  /** From now on nobody gets through. */
  close(): void;
}

/**
 * What stands before an embedded server that others ask. It differs from an official one in that it ends itself when a
 * connection to it is reset, as those of a killed server may be; here every connection ends in order.
 */
export async function startRelay(host: string, { from, to }: { from: number; to: number }): Promise<Relay> {
  const open = new Set<Socket>();
  const relay = createServer({ allowHalfOpen: true }, (asking) => {
    const answering = connect({ host, port: to, allowHalfOpen: true });
    for (const socket of [asking, answering]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    handOn(asking, answering);
    handOn(answering, asking);
  });
  await new Promise<void>((resolve, reject) => {
    relay.once('error', reject);
    relay.listen(from, host, resolve);
  });
  return {
    close: () => {
      relay.close();
      for (const socket of open) socket.end();
    },
  };
}

function handOn(from: Socket, to: Socket): void {
  from.pipe(to);
  from.once('error', () => to.end());
  to.once('close', () => {
    // To the end: what is left unread when a connection is closed resets it.
    from.unpipe(to).resume();
    from.end();
  });
}
