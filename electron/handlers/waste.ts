import { may } from '../../bridge/permissions.ts';
import type { Parsed } from '../../bridge/contract.ts';
import { wasteReason, type WasteView } from '../../bridge/waste.ts';
import type { Read } from '../../db/handle.ts';
import { kept, keptValue } from '../../db/kept.ts';
import { orderById, signaturesOf } from '../../db/orders.ts';
import { activeUserNamed, type UserRow } from '../../db/people.ts';
import { preparationOf } from '../../db/preparations.ts';
import { insertWaste, wasteOf } from '../../db/waste.ts';
import { parseQuantity } from '../../engine/number/quantity.ts';
import { unwrap } from '../../engine/number/result.ts';
import { confirmPassword, confirmSignature } from '../services/credentials.ts';
import { preparationContent } from '../services/preparation-content.ts';
import { newId } from '../services/ids.ts';
import { loadOrder } from '../services/loaded-order.ts';
import { shownFor } from '../services/shown.ts';
import { saidOfWaste } from '../services/said.ts';
import { sign } from '../services/signing.ts';
import { roleOf } from '../services/users.ts';
import { aboutOf } from '../services/about.ts';
import {
  found,
  refuse,
  sameVersion,
  type Handlers,
  type ReadCall,
  type WriteCall,
} from '../services/call.ts';

type Asked = Parsed<'waste.record'>;

const viewOf = async (db: Read, id: string): Promise<WasteView[]> =>
  (await wasteOf(db, id)).map(({ words, witnessName, reason, ...w }) => ({
    ...w,
    reason: keptValue(wasteReason, reason, 'waste', w.id),
    text: words,
    witness: witnessName,
  }));

/** The order, its preparation, and whether what is wasted went, or was to go, into it. */
async function guard({ db }: ReadCall | WriteCall, { id, version, amount, lot }: Asked) {
  const row = found(await orderById(db, id), 'order');
  sameVersion(row.version, version, 'order');
  const preparation = await preparationOf(db, id, version);
  if (!preparation)
    return refuse('waste-without-preparation', null, 'an order whose preparation was started');
  if (unwrap(parseQuantity(amount, 'mass', 'volume', 'activity')).amount.n === 0n)
    refuse('waste-zero', amount, 'more than nothing', 'amount');
  const record =
    preparation.content === null
      ? null
      : kept(preparationContent, preparation.content, 'preparation_record', preparation.id);
  const vial = record?.ingredients.find((i) => i.role === 'drug' && i.lot === lot);
  if (record !== null && !vial)
    refuse('lot-not-in-bag', lot, 'the lot of a drug of the compounding record', 'lot');
  // Of a mixture, the lot says which of its drugs is wasted.
  return { order: await loadOrder(db, row), preparation, drug: vial?.drug };
}

/** House rule (domain): the witness is another person, who neither compounded the bag nor verified its order. */
async function witnessed(
  call: ReadCall | WriteCall,
  witness: UserRow,
  { preparation }: Awaited<ReturnType<typeof guard>>,
  input: Asked,
) {
  const { db, user } = call;
  const path = 'witness.username';
  if (witness.id === user.id)
    refuse('witness-is-recorder', null, 'another person than the one who wastes', path);
  if (!may('waste.witness', roleOf(witness)))
    refuse('witness-not-allowed', null, 'a technician, pharmacist or supervisor', path);
  if (witness.password_until !== null)
    refuse('password-one-time', null, 'a witness who has changed the one-time password', path);
  const verifiers = (await signaturesOf(db, 'order', input.id, input.version)).filter(
    (s) => s.meaning === 'verify',
  );
  const involved = [preparation.startedById, preparation.compoundedById, ...verifiers.map((s) => s.by_user)];
  if (involved.includes(witness.id))
    refuse('witness-is-involved', null, 'a person who neither compounded nor verified it', path);
}

export const wasteHandlers = {
  'waste.list': async ({ db }, { id }) => {
    found(await orderById(db, id), 'order');
    return viewOf(db, id);
  },

  'waste.record': {
    before: async (call, input) => {
      await guard(call, input);
      await confirmSignature(call, input.password, 'waste.record');
      const { username, password } = input.witness;
      const confirmed = await confirmPassword(
        call,
        username,
        password,
        'waste.record.refused',
        'witness.password',
      );
      return async (write) => {
        const { db, user, now, context } = write;
        const made = await guard(write, input);
        // A supervisor may have ended it, or given another password, while this one was hashed or waited for its turn.
        const witness = await activeUserNamed(db, confirmed.username, context.clock());
        if (witness?.password !== confirmed.password)
          return refuse('password-wrong', null, 'the user name and its password', 'witness.password');
        await witnessed(write, witness, made, input);
        const { order, preparation, drug } = made;
        const waste = {
          preparation_id: preparation.id,
          drug: drug ?? order.content.drug,
          lot: input.lot,
          amount: input.amount,
          reason: input.reason,
          words: input.text,
          by_user: user.id,
          witness: witness.id,
        };
        const shown = shownFor('waste.record', input.shown);
        const own = await sign(write, 'waste', input, shown, saidOfWaste(waste));
        const other = await sign(
          { ...write, user: witness },
          'waste-witness',
          input,
          shown,
          saidOfWaste(waste),
        );
        await insertWaste(db, {
          ...waste,
          id: newId(context, 'wst'),
          order_id: input.id,
          version: input.version,
          signature_id: own.id,
          witness_signature_id: other.id,
          at: now,
        });
        await write.event({
          subject: 'order',
          subjectId: input.id,
          version: input.version,
          reason: input.text,
          about: { ...(await aboutOf(db, order)), lot: [...new Set([preparation.lot, input.lot])] },
          change: {
            wasted: input.amount,
            lot: input.lot,
            kind: input.reason,
            witness: witness.username,
            signature: own.hash,
            witnessSignature: other.hash,
          },
        });
        return viewOf(db, input.id);
      };
    },
  },
} satisfies Partial<Handlers>;
