import { patientNow } from '../../db/records.ts';
import { recordsOf } from '../../db/merges.ts';
import { lastVerifiedOf } from '../../db/orders.ts';
import { figuresOf } from '../../engine/formulary/records/collection.ts';
import { drugUnit, findDrug } from '../../engine/formulary/formulary.ts';
import { findProtocol } from '../../engine/formulary/protocols.ts';
import { bagOfProtocol } from '../../engine/order/bag-of-protocol.ts';
import { found, type Handlers } from '../services/call.ts';
import { loadEntered } from '../services/loaded-order.ts';
import { stateOf } from '../services/order-life.ts';

export const orderStartHandlers = {
  'order.start': async ({ db, context }, { patientId, protocol }) => {
    found(await patientNow(db, patientId), 'patient');
    const library = await context.library();
    const stored = protocol === null ? null : found(findProtocol(library, protocol), 'protocol');
    const unit = stored && drugUnit(found(findDrug(library, stored.drug), 'drug'));
    const row = await lastVerifiedOf(db, await recordsOf(db, patientId));
    const last = row && (await loadEntered(db, row));
    return {
      protocol:
        stored && unit
          ? { record: figuresOf(stored), unit, preparation: bagOfProtocol(figuresOf(stored), unit) }
          : null,
      last: last
        ? {
            number: last.row.number,
            version: last.row.version,
            state: stateOf(last.row),
            content: last.content,
          }
        : null,
    };
  },
} satisfies Partial<Handlers>;
