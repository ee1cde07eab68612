import { form, NEEDS, type PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import { insertPrintOut, printsOf } from '../../db/preparations.ts';
import { hashOf } from '../../db/canonical.ts';
import { unwrap } from '../../engine/result.ts';
import { newId } from '../services/ids.ts';
import { orderFor } from '../services/order-life.ts';
import { loadOrder, viewOf } from '../services/order-view.ts';
import { signedView } from '../services/signing.ts';
import { Failed, refuse, type Handlers } from './handler.ts';
import { aboutOf } from './order-verify.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** What an artefact is made of: if this is the same, so are its bytes. */
const printedPart = (view: OrderView): string =>
  hashOf({ ...signedView(view), state: view.state, signatures: view.signatures });

const statesFor = (kind: PrintKind) => NEEDS[form(kind).needs].states;

export const printHandlers = {
  'print.preview': {
    before: async (call, input) => {
      const view = call.context.store.read((db) => {
        orderFor(db, input, statesFor(input.kind));
        return viewOf(db, input.id);
      });
      const made = unwrap(await call.context.render(input.kind, input.paper, view, { watermark: true }));
      return () => ({ pdf: base64(made.pdf) });
    },
  },

  'print.issue': {
    before: async (call, input) => {
      const view = call.context.store.read((db) => {
        orderFor(db, input, statesFor(input.kind));
        const reprint = printsOf(db, input.id, input.version, input.kind);
        if (reprint > 0 && input.reprintReason === null)
          refuse(
            'reprint-reason-missing',
            null,
            `a reason: it was printed ${reprint} times`,
            'reprintReason',
          );
        return viewOf(db, input.id);
      });
      const made = unwrap(await call.context.render(input.kind, input.paper, view, { watermark: false }));
      return (write) => {
        const { db, user, now } = write;
        const order = loadOrder(db, orderFor(db, input, statesFor(input.kind)));
        const code = view.releaseCode;
        const reprint = printsOf(db, input.id, input.version, input.kind);
        if (
          printedPart(viewOf(db, input.id)) !== printedPart(view) ||
          (reprint > 0 && input.reprintReason === null)
        )
          throw new Failed({
            code: 'conflict',
            what: 'order',
            detail: 'it was changed, or printed by another, while this was drawn',
          });
        const row = {
          id: newId(write.context, 'prt'),
          version: input.version,
          kind: input.kind,
          paper: input.paper,
          template: made.template,
          sha256: made.sha256,
          copies: input.copies,
          reprint,
          reason: reprint > 0 ? input.reprintReason : null,
          code,
          at: now,
        };
        insertPrintOut(db, { ...row, order_id: input.id, by_user: user.id });
        const { template, sha256, copies, reason } = row;
        write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          reason,
          about: { ...aboutOf(db, order), ...(code === null ? {} : { code }) },
          change: { kind: input.kind, paper: input.paper, template, sha256, copies, reprint, code },
        });
        return { pdf: base64(made.pdf), printOut: { ...row, by: user.name, stale: false } };
      };
    },
  },
} satisfies Partial<Handlers>;
