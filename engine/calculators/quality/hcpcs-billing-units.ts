import { dateText, parseDate, type Day } from '../../time/calendar.ts';
import { ceil, derive, named, over, step, times } from '../../derivation/derivation.ts';
import { quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { unwrap } from '../../number/result.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, words, wordsOut } from '../calculator.ts';
import { choiceIn, dateIn, optional, quantityIn } from '../field.ts';
import { HCPCS } from '../sources.ts';
import { BILLING_CODES, type BillingCode } from './hcpcs-codes.ts';

const AMOUNTS = ['mg', 'mcg', 'g', 'units', 'mL'];

export const hcpcsBillingUnits = calculator({
  id: 'hcpcs-billing-units',
  title: 'HCPCS billing units',
  group: 'Quality',
  aliases: ['J code', 'billing', 'claim units', 'HCPCS'],
  fields: {
    drugAmount: quantityIn('drug amount of the whole dispense', AMOUNTS),
    code: optional(
      choiceIn(
        'code',
        BILLING_CODES.map((c) => c.code),
        'or unitAmount',
      ),
    ),
    unitAmount: optional(quantityIn('amount of one billing unit', AMOUNTS)),
    serviceDate: optional(dateIn('date of service')),
  },
  outputs: {
    billingUnits: quantityOut('billing units', ['billing units'], 'billing-units-up'),
    exactUnits: quantityOut('before rounding up', ['']),
    unitAmount: wordsOut('one billing unit'),
  },
  formula: 'billing units = ceil(drug amount ÷ amount of one billing unit)',
  validity: [
    'the amounts of the whole dispense are summed first (house rule)',
    'the code holds on the date of service',
  ],
  source: HCPCS,
  example: {
    input: { drugAmount: '50 mg', code: 'J1171' },
    expected: { billingUnits: '500 billing units', unitAmount: '0.1 mg' },
  },
  compute: (v) => {
    const each = unitOf(v.code, v.unitAmount, v.serviceDate);
    if (each.unit.dimension !== v.drugAmount.unit.dimension)
      refuseField('drugAmount', 'unit-of-other-dimension', quantityText(v.drugAmount), {
        code: 'like',
        what: 'amount',
        value: quantityText(each),
      });
    const exactly = derive(
      'exact-units',
      'before rounding up',
      over(named('drug amount', v.drugAmount), named('one billing unit', each)),
      NUMBER,
      HCPCS,
    );
    const units = derive(
      'billing-units',
      'billing units',
      times(ceil(step(exactly)), named('1 billing unit', quantity('1 billing units', 'billing'))),
      unit('billing units'),
      HCPCS,
    );
    return { outputs: { billingUnits: units, exactUnits: exactly, unitAmount: words(quantityText(each)) } };
  },
});

function unitOf(code: string | undefined, amount: Quantity | undefined, on: Day | undefined): Quantity {
  if (code === undefined)
    return amount ?? refuseField('code', 'missing', null, { code: 'billing-code-or-unit' });
  if (amount)
    refuseField('unitAmount', 'two-sources', quantityText(amount), { code: 'billing-code-or-unit-not-both' });
  const found = BILLING_CODES.find((c) => c.code === code);
  if (!found) throw new Error(`${code} passed the field`);
  // a code that has ended holds for a past date of service only, which is therefore asked for
  if (on !== undefined) holds(found, on);
  else if (found.last !== null) refuseField('serviceDate', 'missing', null, ended(found, found.last));
  return quantity(found.unitAmount);
}

const day = (text: string): Day => unwrap(parseDate(text));

const ended = (c: BillingCode, last: string) =>
  ({ code: 'billing-code-until', billing: c.code, last, instead: c.instead }) as const;

function holds(c: BillingCode, on: Day): void {
  if (c.last !== null && on > day(c.last))
    refuseField('serviceDate', 'code-ended', dateText(on), ended(c, c.last));
  if (c.first !== null && on < day(c.first))
    refuseField('serviceDate', 'code-not-begun', dateText(on), {
      code: 'billing-code-from',
      billing: c.code,
      first: c.first,
    });
}
