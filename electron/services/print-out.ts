import { hashOf } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { insertPrintOut, printsOf } from '../../db/preparations.ts';
import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import { refuse, type WriteCall } from './call.ts';
import { refuseDoubtful } from './clock.ts';
import { Failed } from './failed.ts';
import { aboutOf } from './about.ts';
import { namesPersonNow } from './merged.ts';
import { newId } from './ids.ts';
import { orderFor, statesFor } from './order-life.ts';
import { viewOf } from './order-view.ts';
import { loadOrder } from './loaded-order.ts';
import { printedView } from './signing.ts';

/** What an artefact is made of: if this is the same, so are its bytes. */
const printedPart = (view: OrderView): string =>
  hashOf({ ...printedView(view), state: view.state, signatures: view.signatures });

/** A form of an order that somebody wants on paper. */
export interface Asked {
  readonly id: string;
  readonly version: number;
  readonly kind: PrintKind;
  readonly paper: Paper;
  readonly copies: number;
  readonly reprintReason: string | null;
}

export interface Drawn {
  readonly view: OrderView;
  /** how often this form of this version was printed before */
  readonly reprint: number;
}

/** The order as it is, if the form may be had of it. */
export async function drawable(db: Read, input: Pick<Asked, 'id' | 'version' | 'kind'>): Promise<Drawn> {
  await orderFor(db, input, statesFor(input.kind));
  const reprint = await printsOf(db, input.id, input.version, input.kind);
  return { view: await viewOf(db, input.id), reprint };
}

/** The same, if it may be printed: a reprint needs its reason. */
export async function printable(db: Read, input: Asked): Promise<Drawn> {
  const drawn = await drawable(db, input);
  await refuseDoubtful(db);
  await namesPersonNow(db, await loadOrder(db, await orderFor(db, input, statesFor(input.kind))));
  if (drawn.reprint > 0 && input.reprintReason === null)
    refuse(
      'reprint-reason-missing',
      null,
      `a reason: it was printed ${drawn.reprint} times`,
      'reprintReason',
    );
  return drawn;
}

/** Writes down who printed what, when, how many and where. Refuses if the record is another than the one that was drawn. */
export async function recordPrint(
  write: Pick<WriteCall, 'db' | 'user' | 'now' | 'context' | 'event'>,
  input: Asked,
  drawn: Drawn,
  made: { readonly template: string; readonly sha256: string },
  where: object,
) {
  const { db, user, now } = write;
  const { view, reprint } = drawn;
  await refuseDoubtful(db);
  const order = await loadOrder(db, await orderFor(db, input, statesFor(input.kind)));
  if (
    printedPart(await viewOf(db, input.id)) !== printedPart(view) ||
    (await printsOf(db, input.id, input.version, input.kind)) !== reprint
  )
    throw new Failed({
      code: 'conflict',
      what: 'order',
      detail: 'it was changed, or printed by another, while this was drawn',
    });
  const { version, kind, paper, copies } = input;
  const reason = reprint > 0 ? input.reprintReason : null;
  const code = view.releaseCode;
  const { template, sha256 } = made;
  const row = {
    id: newId(write.context, 'prt'),
    version,
    kind,
    paper,
    template,
    sha256,
    copies,
    reprint,
    reason,
    code,
    at: now,
  };
  await insertPrintOut(db, { ...row, order_id: input.id, by_user: user.id });
  await write.event({
    subject: 'order',
    subjectId: input.id,
    version,
    reason,
    about: { ...(await aboutOf(db, order)), ...(code === null ? {} : { code }) },
    change: { kind, paper, template, sha256, copies, reprint, code, ...where },
  });
  return { ...row, by: user.name, stale: false };
}
