import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface BadPrinter {
  readonly port: number;
  /** what arrived, connection by connection */
  readonly received: string[];
  close(): Promise<void>;
}

/** A real socket on a port of its own that behaves as `how` says with each connection. */
export async function listen(how: (socket: Socket, index: number) => void): Promise<BadPrinter> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let index = 0;
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    const n = index++;
    received.push('');
    sockets.add(socket);
    socket.on('data', (part) => (received[n] += part.toString('utf8')));
    socket.on('error', () => undefined);
    how(socket, n);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: () =>
      new Promise((resolve) => {
        for (const s of sockets) s.destroy();
        server.close(() => resolve());
      }),
  };
}

export const takesAll = (socket: Socket): void => void socket.on('end', () => socket.end());
/** Accepts and never reads: what was sent waits in the socket. */
export const stalls = (socket: Socket): void => void socket.pause();
/** Resets the connection as soon as something has come. */
export const resets = (socket: Socket): void => void socket.once('data', () => socket.resetAndDestroy());

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const printer = await listen(takesAll);
  await printer.close();
  return printer.port;
}
