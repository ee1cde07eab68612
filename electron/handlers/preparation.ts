import type { Ingredient } from '../../engine/order/ingredient.ts';
import {
  insertCode,
  insertPreparation,
  insertPreparationRecord,
  preparationOf,
} from '../../db/preparations.ts';
import type { Read } from '../../db/handle.ts';
import { lastLotOfDay } from '../../db/issued.ts';
import type { Finding } from '../../engine/checks/report.ts';
import { drugName, findDrug, type Library } from '../../engine/formulary/formulary.ts';
import { drugsOfOrder } from '../../engine/order/order.ts';
import { madeIssues } from '../../engine/order/made.ts';
import { readNdc } from '../../engine/order/ndc.ts';
import { factWords, messageWords } from '../../words/finding.ts';
import { beyondUse } from '../../engine/order/beyond-use-date.ts';
import { instantText } from '../../engine/time/calendar.ts';
import { printed } from '../../engine/derivation/derivation.ts';
import { Refused, issue, unwrap } from '../../engine/number/result.ts';
import { releaseCode } from '../print/release-code.ts';
import { checkAsMade } from '../services/as-made.ts';
import { listedOf } from '../services/products/lookup.ts';
import { signersFor } from '../services/order-check.ts';
import { refuseDoubtful } from '../services/clock.ts';
import { localDate, lotDay } from '../services/local-date.ts';
import { ofPersonNow } from '../services/merged.ts';
import { newId } from '../services/ids.ts';
import { life, move, orderFor } from '../services/order-life.ts';
import { viewOf } from '../services/order-view.ts';
import { loadOrder, type Order } from '../services/loaded-order.ts';
import type { PreparationContent } from '../services/preparation-content.ts';
import type { Handlers, WriteCall } from '../services/call.ts';
import type { Parsed } from '../../bridge/contract.ts';
import { stillHolds } from '../services/standing.ts';
import { labelFits } from '../services/printable.ts';
import { aboutOf, lotsOf } from '../services/about.ts';

export const preparationHandlers = {
  'preparation.start': {
    before: async (call, input) => {
      const view = await call.context.store.read(async (db) => {
        await orderFor(db, input, life['preparation.start'].from);
        return viewOf(db, input.id);
      });
      await labelFits(call.context, view, call.user, call.now);
      return (write) => start(write, input);
    },
  },

  'preparation.record': {
    before: async (call, input) => {
      const view = await call.context.store.read(async (db) => {
        await orderFor(db, input, life['preparation.record'].from);
        return viewOf(db, input.id);
      });
      // Who records it stands on its label: that may be another person than who began.
      if (view.preparation?.startedBy !== call.user.name)
        await labelFits(call.context, view, call.user, call.now);
      return (write) => record(write, input);
    },
  },
} satisfies Partial<Handlers>;

async function record(call: WriteCall, input: Parsed<'preparation.record'>) {
  const { db, context, user, now } = call;
  const order = await loadOrder(db, await orderFor(db, input, life['preparation.record'].from));
  await refuseDoubtful(db);
  const started = await preparationOf(db, input.id, input.version);
  if (!started) throw new Error('preparing without a preparation');
  const library = await context.library();
  const listed = await listedCodes(db, input.ingredients);
  const issues = [
    ...ingredientIssues(input.ingredients, order, localDate(now, library.site.timeZone)),
    ...madeIssues(input, order.content, library, listed),
  ];
  const asRead = (x: Ingredient) => ({ ...x, ndc: ndcIn(x.ndc, library, listed) });
  const stopped = (list: readonly Finding[]) =>
    list.filter((f) => signersFor(f) === null).map((f) => stoppedIssue(f, input.ingredients, order, library));
  if (issues.length > 0) {
    // What was measured is said with the rest, so that nobody corrects a form twice.
    const amounts = input.ingredients.map((x) => ({ ...x, ndc: null, expiry: LATE }));
    const far = (await checkAsMade(context, db, order, { ingredients: amounts }, call.minute)).findings;
    throw new Refused(...issues, ...stopped(far));
  }
  const ingredients = input.ingredients.map(asRead);
  const made = await checkAsMade(context, db, order, { ingredients }, call.minute);
  if (stopped(made.findings).length > 0) throw new Refused(...stopped(made.findings));
  const { bud, binds, derivation } = beyondUse(order.content, made.report, library, call.minute, ingredients);
  const content: PreparationContent = {
    lot: started.lot,
    ingredients,
    deviations: input.deviations,
    bud: instantText(bud),
    budBinds: binds,
    budDerivation: printed(derivation),
    ...(made.findings.length > 0 && { findings: [...made.findings] }),
  };
  await insertPreparationRecord(db, {
    preparation_id: started.id,
    content: JSON.stringify(content),
    by_user: user.id,
    at: now,
  });
  const code = releaseCode({
    order: input.id,
    version: input.version,
    content: order.asKept.content,
    preparation: content,
    program: order.asKept.program,
    ruleSet: order.report.ruleSet,
  });
  await insertCode(db, {
    code,
    order_id: input.id,
    version: input.version,
    preparation_id: started.id,
    by_user: user.id,
    at: now,
    superseded_at: null,
  });
  const state = await move(db, order.row, 'preparation.record', now);
  await call.event({
    subject: 'order',
    subjectId: input.id,
    version: input.version,
    reason: input.deviations,
    about: { ...(await aboutOf(db, order)), lot: lotsOf(started.lot, ingredients), code },
    change: { state, ...content, code },
  });
  return viewOf(db, input.id);
}

async function start(call: WriteCall, input: Parsed<'preparation.start'>) {
  const { db, context, user, now } = call;
  const order = await loadOrder(db, await orderFor(db, input, life['preparation.start'].from));
  await ofPersonNow(db, order);
  await stillHolds(context, db, order, call.minute);
  const day = lotDay(now, (await context.library()).site.timeZone);
  const lot = `${day}-${String((await lastLotOfDay(db, day)) + 1).padStart(2, '0')}`;
  await insertPreparation(db, {
    id: newId(context, 'prp'),
    order_id: input.id,
    version: input.version,
    lot,
    by_user: user.id,
    at: now,
  });
  const state = await move(db, order.row, 'preparation.start', now);
  await call.event({
    subject: 'order',
    subjectId: input.id,
    version: input.version,
    about: { ...(await aboutOf(db, order)), lot },
    change: { state, lot },
  });
  return viewOf(db, input.id);
}

/** The codes that a list of products has, of those that were read off the packages. */
async function listedCodes(db: Read, list: readonly Ingredient[]): Promise<ReadonlySet<string>> {
  const codes = new Set<string>();
  for (const { ndc } of list)
    if (ndc !== null) for (const named of await listedOf(db, ndc)) codes.add(named.ndc);
  return codes;
}

/** The code of eleven digits as the log keeps it; which product it is has been asked before. */
const ndcIn = (ndc: string | null, { products }: Library, listed: ReadonlySet<string>): string | null =>
  ndc === null
    ? null
    : unwrap(
        readNdc(
          ndc,
          (known) => listed.has(known) || products.presentations.some((p) => p.ndcs.includes(known)),
        ),
      );

/** An expiry that passed is refused by its own name already, and has no say in what was measured. */
const LATE = '9999-12-31';

/** What can only be made anew, at the field that it is about, with what was planned and how far off is accepted. */
function stoppedIssue(f: Finding, list: readonly Ingredient[], { content }: Order, library: Library) {
  const of = typeof f.subject === 'object' && 'what' in f.subject ? f.subject.what : null;
  const nameOf = (x: Ingredient): string => {
    const drug = findDrug(library, x.drug ?? content.drug);
    return x.role === 'drug' && drug ? drugName(drug) : x.role;
  };
  const at = list.findIndex((x) => nameOf(x) === of);
  const accepted = [factWords(f.limit), messageWords(f.message)].filter((t) => t !== null).join('. ');
  return issue(
    f.id,
    factWords(f.observed),
    accepted.replace(/\.$/, ''),
    at < 0 ? 'ingredients' : `ingredients.${at}.drawn`,
  );
}

/** Lots are recorded of what the recipe asks for, and nothing that has expired goes in. */
function ingredientIssues(list: readonly Ingredient[], order: Order, today: string) {
  const found = list.flatMap((i, n) =>
    i.expiry < today
      ? [issue('ingredient-expired', i.expiry, `an expiry of ${today} or later`, `ingredients.${n}.expiry`)]
      : [],
  );
  const needed: Ingredient['role'][] =
    order.content.preparation.diluent === 'none' ? ['drug'] : ['drug', 'diluent'];
  for (const role of needed)
    if (!list.some((i) => i.role === role))
      found.push(issue('ingredient-missing', null, `lot and expiry of the ${role}`, 'ingredients'));
  return [...found, ...drugIssues(list, order)];
}

/** Of a mixture each vial says which drug it holds, and no drug is without a vial. */
function drugIssues(list: readonly Ingredient[], { content }: Order) {
  const drugs = drugsOfOrder(content);
  const accepted = `the id of a drug of this container: ${drugs.join(', ')}`;
  const wrong = list.flatMap((i, n) =>
    (i.role === 'drug' && (i.drug !== undefined || drugs.length > 1) && !drugs.includes(i.drug ?? '')) ||
    (i.role !== 'drug' && i.drug !== undefined)
      ? [issue('ingredient-not-in-order', i.drug ?? null, accepted, `ingredients.${n}.drug`)]
      : [],
  );
  const missing =
    drugs.length === 1 || !list.some((i) => i.role === 'drug')
      ? []
      : drugs
          .filter((id) => !list.some((i) => i.role === 'drug' && i.drug === id))
          .map((id) => issue('ingredient-missing', null, `lot and expiry of ${id}`, 'ingredients'));
  return [...wrong, ...missing];
}
