import type { Printer } from '../../bridge/printing.ts';
import { never } from '../../engine/number/result.ts';
import type { Delivery, Parcel } from './delivery.ts';
import { sendFile } from './file.ts';
import { sendSpooler } from './spooler.ts';
import { sendTcp } from './tcp.ts';

export type Send = (way: Printer['way'], parcel: Parcel) => Promise<Delivery>;

/** Takes a parcel to a printer, by the way that the site has entered. Never throws. */
export const send: Send = (way, parcel) => {
  switch (way.kind) {
    case 'tcp':
      return sendTcp(way, parcel.bytes);
    case 'spooler':
      return sendSpooler(way.queue, parcel);
    case 'file':
      return sendFile(way.folder, parcel);
    default:
      return never(way);
  }
};
