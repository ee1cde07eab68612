import type { Finding } from '../report.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts } from './check.ts';

const CHECK = 'formulary-contraindications';
const NEURAXIAL = new Set(['epidural', 'intrathecal', 'perineural']);
const CROSS = houseRule('allergy-class', 'soft', 'Allergy to another opioid: is cross-sensitivity excluded?');

type Contraindication = Facts['drug']['contraindications'][number];

function one(c: Contraindication, f: Facts): Finding[] {
  switch (c.kind) {
    case 'allergy': {
      const own = f.patient.allergies.filter((a) =>
        a.substance.toLowerCase().includes(f.drug.generic_name.toLowerCase()),
      );
      const subject = 'allergies';
      return [
        own.length > 0
          ? failing(CHECK, c, {
              subject,
              observed: own.map((a) => `${a.substance} (${a.reaction})`).join(', '),
            })
          : pass(CHECK, c, { subject, observed: 'none to this drug' }),
      ];
    }
    case 'condition': {
      const has = f.patient.conditions.includes('respiratory-compromise');
      return c.test.includes('respiratory')
        ? [
            has
              ? failing(CHECK, c, { subject: 'conditions', observed: 'respiratory compromise' })
              : pass(CHECK, c, { subject: 'conditions', observed: 'not recorded' }),
          ]
        : [];
    }
    case 'interaction': {
      if (!c.test.includes('MAO')) return [];
      const found = f.patient.medicines.filter((m) => m.kind === 'maoi');
      return [
        found.length > 0
          ? failing(CHECK, c, { subject: 'medicines', observed: found.map((m) => m.name).join(', ') })
          : pass(CHECK, c, { subject: 'medicines', observed: 'no MAO inhibitor listed' }),
      ];
    }
    default:
      return NEURAXIAL.has(f.order.route)
        ? [notDone(CHECK, c, 'whether every component is preservative-free', { subject: 'components' })]
        : [];
  }
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
  run: (f) => [...f.drug.contraindications.flatMap((c) => one(c, f)), ...crossSensitivity(f)],
};
