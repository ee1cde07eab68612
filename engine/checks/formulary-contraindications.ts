import type { Finding } from '../report.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts } from './check.ts';
import { holds } from './rule-facts.ts';

const CHECK = 'formulary-contraindications';
const CROSS = houseRule('allergy-class', 'soft', 'Allergy to another opioid: is cross-sensitivity excluded?');

type Contraindication = Facts['drug']['contraindications'][number];

/** Data without a `when` is told in words only: a person has to answer it. */
function one(c: Contraindication, f: Facts): Finding {
  const { match, saw } = c.when ? holds(c.when, f) : { match: { missing: `whether: ${c.test}` }, saw: '' };
  const answer = { subject: c.kind, limit: c.test };
  if (match === 'yes') return failing(CHECK, c, { ...answer, observed: saw });
  if (match === 'no') return pass(CHECK, c, { ...answer, observed: 'not recorded' });
  return notDone(CHECK, c, match.missing, answer);
}

function crossSensitivity(f: Facts): Finding[] {
  const opioids = f.library.formulary.drugs
    .filter((d) => d.class_ids.includes('opioid_full_agonist') && d.id !== f.drug.id)
    .map((d) => d.generic_name);
  const names = [...opioids, 'codeine', 'oxycodone', 'hydrocodone', 'oxymorphone', 'tramadol'];
  if (!f.drug.class_ids.includes('opioid_full_agonist')) return [];
  const found = f.patient.allergies.filter((a) => names.some((n) => a.substance.toLowerCase().includes(n)));
  const subject = 'allergies to the class';
  return [
    found.length > 0
      ? failing(CHECK, CROSS, {
          subject,
          observed: found.map((a) => `${a.substance} (${a.reaction})`).join(', '),
        })
      : pass(CHECK, CROSS, { subject, observed: 'none' }),
  ];
}

export const formularyContraindications: Check = {
  id: CHECK,
  asks: 'Is the drug contraindicated by an allergy, a condition or a medicine on record?',
  run: (f) => [...f.drug.contraindications.map((c) => one(c, f)), ...crossSensitivity(f)],
};
