import { exact } from '../number/notation.ts';
import { compare, isZero, quantityText, scale } from '../number/quantity.ts';
import type { Titration } from '../order/regimen/resolved.ts';
import type { TitrationElement } from '../answers/facts.ts';
import type { Facts } from '../facts/facts.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, pass, type Check, type Rule } from './check.ts';

const CHECK = 'order-titration';
const sourced = (rule: Rule, source: Rule['source']): Rule => ({ ...rule, source, provenance: 'sourced' });
const ELEMENTS = sourced(houseRule('titration-elements', 'hard'), {
  id: 'TJC-TITR',
  title: 'Joint Commission FAQ: medication administration, titration orders (MM.04.01.01)',
  year: '2021',
  section: 'required elements',
});
const HOSPICE: Rule['source'] = {
  id: 'MCPH-05',
  title:
    'McPherson ML, Kaiser K, Burns C. Range, titration and PRN orders in hospice. J Hosp Palliat Nurs 2005;7:289-98 (abstract)',
  year: '2005',
};
const RANGE = sourced(houseRule('range-elements', 'soft'), HOSPICE);
const DOUBLING = sourced(houseRule('range-over-doubling', 'soft'), HOSPICE);
const FOURFOLD = sourced(houseRule('range-over-fourfold', 'info'), {
  id: 'CFC-RANGE',
  title: 'Range order procedure, Center for Change',
  section: '2.2',
});
const UNKEPT = houseRule('most-not-on-pump', 'info');

/** What an order of its kind has to state and does not. */
function absent(t: Titration, f: Facts): TitrationElement[] {
  if (t.kind === 'titration')
    return [
      ...(t.by === null ? ['increment' as const] : []),
      ...(t.every === null ? ['frequency' as const] : []),
      ...(t.until === null ? ['endpoint' as const] : []),
    ];
  return [
    ...(f.order.course?.indication === undefined ? ['indication' as const] : []),
    ...(t.until === null ? ['state' as const] : []),
  ];
}

function stated(t: Titration, f: Facts): Finding {
  const elements = absent(t, f);
  const rule = t.kind === 'titration' ? ELEMENTS : RANGE;
  return elements.length === 0
    ? pass(CHECK, rule, { subject: 'changes while it runs' })
    : failing(CHECK, rule, {
        subject: 'changes while it runs',
        observed: { code: 'not-stated-of-titration', elements },
      });
}

/** How many times the start the most is, against what whoever changes it may span. */
function span(t: Titration): Finding[] {
  const [rule, times] = t.changedBy === 'nurse' ? [FOURFOLD, '4'] : [DOUBLING, '2'];
  const answer = {
    subject: 'most against the start',
    observed: { code: 'from-to', min: quantityText(t.start), max: quantityText(t.most) },
    limit: { code: 'times', times },
  } as const;
  // a start of nothing has no multiple
  const over = isZero(t.start) || compare(t.most, scale(t.start, exact(times))) > 0;
  return [over ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer)];
}

export const orderTitration: Check = {
  id: CHECK,
  asks: 'Does an order that may be changed while it runs state all that such an order needs, and does the pump keep its most?',
  run: (f: Facts): Finding[] => {
    const t = f.regimen.titration;
    if (!t) return [];
    const kept = f.program.fields.some(
      (x) => x.id === (t.of === 'rate' ? 'titrate-rate' : 'titrate-bolus') && x.programmed !== null,
    );
    return [
      stated(t, f),
      ...span(t),
      ...(kept
        ? []
        : [
            failing(CHECK, UNKEPT, {
              subject: 'changes while it runs',
              observed: { code: 'amount', value: quantityText(t.most) },
              about: 'pump',
            }),
          ]),
    ];
  },
};
