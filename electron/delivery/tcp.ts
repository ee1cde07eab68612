import { connect } from 'node:net';
import { codeOf, failed, SENT, unknown, type Delivery } from './delivery.ts';

interface TcpLimits {
  /** House rule: how long a printer may take to answer. */
  readonly connectMs: number;
  /** House rule: how long nothing may move before it counts as stalled. */
  readonly stallMs: number;
}
const TCP_LIMITS: TcpLimits = { connectMs: 5_000, stallMs: 15_000 };

/**
 * Sends to a printer's raw port (9100). Sent: every byte was taken and the printer closed the connection in order. As
 * soon as there was a connection, anything else is unknown: the printer prints what it got.
 */
export function sendTcp(
  { host, port }: { readonly host: string; readonly port: number },
  bytes: Uint8Array,
  limits: TcpLimits = TCP_LIMITS,
): Promise<Delivery> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let isConnected = false;
    let isTaken = false;
    const end = (delivery: Delivery) => {
      socket.destroy();
      resolve(delivery);
    };
    socket.setTimeout(limits.connectMs);
    socket.once('connect', () => {
      isConnected = true;
      socket.setTimeout(limits.stallMs);
      socket.end(bytes, () => (isTaken = true));
      // What a printer answers is not asked for; unread it would hold the end back.
      socket.resume();
    });
    socket.once('timeout', () =>
      end(isConnected ? unknown('printer-stalled') : failed('printer-not-reached: timeout')),
    );
    socket.once('error', (error) =>
      end(
        isConnected
          ? unknown(`connection-broken: ${codeOf(error)}`)
          : failed(`printer-not-reached: ${codeOf(error)}`),
      ),
    );
    socket.once('close', () => end(isTaken ? SENT : unknown('connection-closed-midway')));
  });
}
