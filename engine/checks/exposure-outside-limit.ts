import { amount } from '../answers/facts.ts';
import { exactText } from '../number/notation.ts';
import { compare, isZero, quantityText } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'exposure-outside-limit';
const KVO = houseRule('kvo-at-limit', 'info');
const KVO_ABOVE = houseRule('kvo-above-basal', 'soft');
const SCHEDULED = houseRule('scheduled-bolus-outside-limit', 'info');
const CLINICIAN = houseRule('clinician-bolus-outside-limit', 'info');

export const exposureOutsideLimit: Check = {
  id: CHECK,
  asks: 'What can the patient receive that the pump limit does not stop: KVO after it, clinician boluses, boluses by the clock, loading dose?',
  run: (f: Facts): Finding[] => {
    const found: Finding[] = [];
    const kvo = f.program.kvoAtLimit;
    if (f.delivery.kind === 'pca' && f.delivery.limit && !isZero(kvo.result)) {
      const answer = {
        subject: 'KVO after the limit',
        observed: amount(kvo.result),
        limit: { code: 'basal-of', value: quantityText(f.highest.basal) },
        derivations: [kvo],
      } as const;
      const cited: Rule = { ...KVO, source: kvo.source, provenance: 'sourced' };
      found.push(failing(CHECK, cited, answer));
      if (compare(kvo.result, f.highest.basal) > 0) found.push(failing(CHECK, KVO_ABOVE, answer));
    }
    if (f.delivery.kind === 'pca' && f.delivery.limit && f.delivery.scheduled)
      found.push(
        failing(CHECK, SCHEDULED, {
          subject: 'scheduled dose',
          observed: amount(f.delivery.scheduled.amount),
          limit: { code: 'every', value: quantityText(f.delivery.scheduled.every) },
          derivations: [f.worst.day.amount],
        }),
      );
    if (f.regimen.clinician)
      found.push(
        failing(CHECK, CLINICIAN, {
          subject: 'clinician bolus',
          observed: {
            code: 'boluses-in',
            dose: quantityText(f.regimen.clinician.dose),
            most: exactText(f.regimen.clinician.most),
            per: quantityText(f.regimen.clinician.per),
          },
          derivations: [f.worst.day.amount],
        }),
      );
    return found;
  },
};
