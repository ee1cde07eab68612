import type { Ingredient } from '../../bridge/records.ts';
import {
  insertCode,
  insertPreparation,
  insertPreparationRecord,
  lotsOfDay,
  preparationOf,
} from '../../db/preparations.ts';
import { beyondUse } from '../../engine/bud.ts';
import { instantText } from '../../engine/calendar.ts';
import { printed } from '../../engine/derivation.ts';
import { Refused, issue } from '../../engine/result.ts';
import { releaseCode } from '../release-code.ts';
import { localDate } from '../services/local-date.ts';
import { newId } from '../services/ids.ts';
import { life, move, orderFor } from '../services/order-life.ts';
import { loadOrder, viewOf, type Order } from '../services/order-view.ts';
import type { PreparationContent } from '../services/preparation-content.ts';
import type { Handlers } from './handler.ts';
import { aboutOf, lotsOf } from './order-verify.ts';

export const preparationHandlers = {
  'preparation.start': (call, input) => {
    const { db, context, user, now } = call;
    const order = loadOrder(db, orderFor(db, input, life['preparation.start'].from));
    const day = localDate(now, context.library.site.timeZone).slice(2).replaceAll('-', '');
    const lot = `${day}-${String(lotsOfDay(db, day) + 1).padStart(2, '0')}`;
    insertPreparation(db, {
      id: newId(context, 'prp'),
      order_id: input.id,
      version: input.version,
      lot,
      by_user: user.id,
      at: now,
    });
    const state = move(db, order.row, 'preparation.start', now);
    call.event({
      subject: 'order',
      subjectId: input.id,
      version: input.version,
      about: { ...aboutOf(db, order), lot },
      change: { state, lot },
    });
    return viewOf(db, input.id);
  },

  'preparation.record': (call, input) => {
    const { db, context, user, now } = call;
    const order = loadOrder(db, orderFor(db, input, life['preparation.record'].from));
    const started = preparationOf(db, input.id, input.version);
    if (!started) throw new Error('preparing without a preparation');
    const issues = ingredientIssues(input.ingredients, order, localDate(now, context.library.site.timeZone));
    if (issues.length > 0) throw new Refused(...issues);
    const { bud, binds, derivation } = beyondUse(
      order.content,
      order.report,
      context.library,
      call.minute,
      input.ingredients,
    );
    const content: PreparationContent = {
      lot: started.lot,
      ingredients: input.ingredients,
      deviations: input.deviations,
      bud: instantText(bud),
      budBinds: binds,
      budDerivation: printed(derivation),
    };
    insertPreparationRecord(db, {
      preparation_id: started.id,
      content: JSON.stringify(content),
      by_user: user.id,
      at: now,
    });
    const code = releaseCode({
      order: input.id,
      version: input.version,
      content: order.content,
      preparation: content,
      program: order.report.program,
      ruleSet: order.report.ruleSet,
    });
    insertCode(db, {
      code,
      order_id: input.id,
      version: input.version,
      preparation_id: started.id,
      by_user: user.id,
      at: now,
      superseded_at: null,
    });
    const state = move(db, order.row, 'preparation.record', now);
    call.event({
      subject: 'order',
      subjectId: input.id,
      version: input.version,
      reason: input.deviations,
      about: { ...aboutOf(db, order), lot: lotsOf(started.lot, input.ingredients), code },
      change: { state, ...content, code },
    });
    return viewOf(db, input.id);
  },
} satisfies Partial<Handlers>;

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
  const drugs = [content.drug, ...(content.preparation.also ?? []).map((x) => x.drug)];
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
