import * as z from 'zod';
import { isZero, quantity, to } from '../../number/quantity.ts';
import { quantityField, timeField } from '../../number/fields.ts';
import { amountIssues, collector, doseField, rateField, Resolver, zeroIssues, type Basis } from './basis.ts';
import type { Regimen } from './resolved.ts';

const bolus = z.strictObject({ dose: doseField(), lockout: timeField('between') });

/** What drives it: a pump that holds its rate, or an elastomeric device with the tolerance that is printed on it. */
const through = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pump') }),
  z.strictObject({
    kind: z.literal('elastomeric'),
    tolerance: quantityField('').describe('so much more than the nominal flow at most, such as 15 %'),
  }),
]);

/** A rate along a nerve, with or without a bolus that the patient triggers. */
export const nerveBlockRegimen = z.strictObject({
  kind: z.literal('nerve-block'),
  rate: rateField().describe('rate, or the nominal flow of the device; zero is written out'),
  bolus: bolus.optional().describe('patient bolus'),
  through,
});
type NerveBlockRegimen = z.infer<typeof nerveBlockRegimen>;

/** What can not stand in a nerve block: each a named refusal with its path in the regimen. */
export function nerveBlockIssues(r: NerveBlockRegimen, b: Basis) {
  const say = collector();
  amountIssues(say, b, [
    ['rate', r.rate],
    ['bolus.dose', r.bolus?.dose],
  ]);
  zeroIssues(say, [
    ['bolus.dose', 'bolus-zero', r.bolus?.dose, 'bolus-or-none'],
    ['bolus.lockout', 'lockout-zero', r.bolus?.lockout, 'lockout'],
  ]);
  if (isZero(quantity(r.rate)) && !r.bolus)
    say('rate', 'nothing-is-given', r.rate, { code: 'rate-or-bolus' });
  return say.found;
}

/** A nerve block in exact amounts. Call after `nerveBlockIssues` found nothing. */
export function resolveNerveBlock(o: NerveBlockRegimen, b: Basis): Regimen {
  const r = new Resolver(b);
  const device = o.through.kind === 'elastomeric' ? o.through : null;
  const name = device ? 'nominal flow' : 'basal rate';
  const basal = r.rate('basal', name, o.rate);
  const demand = r.optionalDose('demand', 'patient bolus', o.bolus?.dose);
  if (o.bolus) r.says('lockout', 'lockout', o.bolus.lockout);
  r.says('through', 'through', device ? `elastomeric device, up to ${device.tolerance} more` : 'pump');
  return r.regimen('nerve-block', {
    basal,
    basalName: name,
    demand,
    lockout: o.bolus ? to(quantity(o.bolus.lockout, 'time'), 'min') : null,
    tolerance: device ? quantity(device.tolerance, '') : null,
  });
}
