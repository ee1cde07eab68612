import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections that ask nothing, have not asked to the end, or wait between two questions are held to a number: one more,
 * and the one that has waited longest is cut. Whoever opens many and says nothing takes the place of nobody who asks.
 */
export function limitWaiting(server: Server, most: number): void {
  const waiting = new Set<Socket>();
  const wait = (socket: Socket) => {
    waiting.delete(socket);
    if (socket.destroyed) return;
    waiting.add(socket);
    const [longest] = waiting;
    if (waiting.size > most) longest?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    wait(socket);
    socket.once('close', () => waiting.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    const asked = () => void waiting.delete(socket);
    if (request.method === 'POST') request.once('end', asked);
    else asked();
    response.once('finish', () => wait(socket));
  });
}
