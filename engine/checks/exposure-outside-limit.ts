import { compare, isZero, plain, shownText } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'exposure-outside-limit';
const KVO = houseRule('kvo-at-limit', 'info', 'Drug still flows after the limit is reached.');
const KVO_ABOVE = houseRule(
  'kvo-above-basal',
  'soft',
  'KVO after the limit gives more drug than the basal rate: at this concentration the limit raises the background.',
  'field study (c) 5',
);
const CLINICIAN = houseRule(
  'clinician-bolus-outside-limit',
  'info',
  'Clinician boluses are outside the pump limit, which does not stop them.',
  'labels_and_pumps.md 3.1; field study (c) 4',
);

export const exposureOutsideLimit: Check = {
  id: CHECK,
  asks: 'What can the patient receive that the pump limit does not stop: KVO after it, clinician boluses, loading dose?',
  run: (f: Facts): Finding[] => {
    const found: Finding[] = [];
    const kvo = f.program.kvoAtLimit;
    if (f.delivery.kind === 'pca' && f.delivery.limit && !isZero(kvo.result)) {
      const answer = {
        subject: 'KVO after the limit',
        observed: shownText(kvo.result),
        limit: `basal ${shownText(f.program.basal)}`,
        derivations: [kvo],
      };
      const cited: Rule = { ...KVO, source: kvo.source, provenance: 'sourced' };
      found.push(failing(CHECK, cited, answer));
      if (compare(kvo.result, f.program.basal) > 0) found.push(failing(CHECK, KVO_ABOVE, answer));
    }
    if (f.regimen.clinician)
      found.push(
        failing(CHECK, CLINICIAN, {
          subject: 'clinician bolus',
          observed: `${shownText(f.regimen.clinician.dose)}, ${shownText(plain(f.regimen.clinician.most))} in ${shownText(f.regimen.clinician.per)}`,
          derivations: [f.worst.day.amount],
        }),
      );
    return found;
  },
};
