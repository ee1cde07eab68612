import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/**
 * Connections that ask nothing, have not asked to the end, or wait between two questions are held to a number: one more,
 * and the one that has waited longest is cut. Whoever opens many and says nothing takes the place of nobody who asks. With
 * TLS, what a request comes by is not the connection that was opened: both have the same peer.
 * Answers how all that are open are cut.
 */
export function limitWaiting(server: Server, most: number): () => void {
  const open = new Map<string, Socket>();
  const waiting = new Set<Socket>();
  const wait = (socket: Socket) => {
    waiting.delete(socket);
    if (socket.destroyed) return;
    waiting.add(socket);
    const [longest] = waiting;
    if (waiting.size > most) longest?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    open.set(peer, socket);
    wait(socket);
    socket.once('close', () => {
      waiting.delete(socket);
      if (open.get(peer) === socket) open.delete(peer);
    });
  });
  server.on('request', (request, response) => {
    const socket = open.get(peerOf(request.socket)) ?? request.socket;
    const asked = () => void waiting.delete(socket);
    if (request.method === 'POST') request.once('end', asked);
    else asked();
    response.once('finish', () => wait(socket));
  });
  return () => {
    for (const socket of open.values()) socket.destroy();
  };
}
