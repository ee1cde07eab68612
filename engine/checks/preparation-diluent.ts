import { names } from '../answers/facts.ts';
import { exact, ZERO, type Exact } from '../number/notation.ts';
import { inBase, of, quantity } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { findDrug } from '../formulary/formulary.ts';
import { daysSince } from '../facts/beside.ts';
import { preservedIn } from '../facts/components.ts';
import type { Facts } from '../facts/facts.ts';
import { failing, houseRule, notDone, pass, type Check } from './check.ts';
import type { Finding } from './report.ts';

const CHECK = 'preparation-diluent';
const PRESERVED = houseRule('diluent-preserved', 'hard');
const HYPOTONIC = houseRule('diluent-hypotonic', 'hard');
/** The first four weeks. From general knowledge: benzyl alcohol and the gasping syndrome of newborns. */
const NEWBORN = 28;
/** mOsm/L. From general knowledge: serum is 275 to 295; what a vial brings with it is taken as isotonic saline at most. */
const ISOTONIC = exact('275');
const SALINE = exact('308');

/**
 * The most that the container can have, mOsm/L: every drug with all particles of its salt apart, and its solution taken as
 * isotonic besides. Null where a molar mass is not in the library.
 */
function mostOsmolar(f: Facts): Exact | null {
  const p = f.preparation;
  const volume = inBase(p.finalVolume.result);
  const parts = [{ drug: f.container[0] ?? f.drug.id, ...p }, ...p.also];
  const mg = inBase(of(exact('1'), unit('mg', 'mass')));
  const mL = inBase(quantity('1 mL', 'volume'));
  let sum = ZERO;
  for (const x of parts) {
    const osmotic = findDrug(f.library, x.drug)?.osmotic;
    if (!osmotic) return null;
    // mg per mL is g per L; ÷ g/mol gives mol/L
    const perLitre = inBase(x.drugAmount).div(mg).div(volume.div(mL));
    const solute = perLitre.div(exact(osmotic.molar_mass_g_mol)).mul(1000n).mul(exact(osmotic.particles));
    sum = sum.add(solute).add(SALINE.mul(inBase(x.draw.result)).div(volume));
  }
  return sum;
}

function tonicity(f: Facts): Finding[] {
  const diluent = f.library.formulary.diluents.find((d) => d.id === f.order.preparation.diluent);
  if (!diluent?.osmolarity_mOsm_L || exact(diluent.osmolarity_mOsm_L).compare(ISOTONIC) >= 0) return [];
  const subject = 'osmolarity' as const;
  // 5% dextrose is a little under and is given all the same
  if (exact(diluent.osmolarity_mOsm_L).n !== 0n)
    return [pass(CHECK, HYPOTONIC, { subject, observed: names([diluent.name]) })];
  const most = mostOsmolar(f);
  const limit = { code: 'isotonic-from', about: '275' } as const;
  if (most === null || most.compare(ISOTONIC) >= 0)
    return [
      notDone(CHECK, HYPOTONIC, { code: 'osmolarity' }, { subject, observed: names([diluent.name]), limit }),
    ];
  const observed = { code: 'osmolarity', about: most.round(0).toFraction() } as const;
  return [failing(CHECK, HYPOTONIC, { subject, observed, limit })];
}

function preserved(f: Facts): Finding[] {
  if (f.years > 0) return [];
  const found = preservedIn(f);
  const newborn = daysSince(f.patient.birthDate, f.at) <= NEWBORN;
  const answer = {
    subject: 'components' as const,
    observed: { code: 'holds-preservative', components: found } as const,
  };
  return [newborn && found.length > 0 ? failing(CHECK, PRESERVED, answer) : pass(CHECK, PRESERVED, answer)];
}

export const preparationDiluent: Check = {
  id: CHECK,
  asks: 'Is the container isotonic where sterile water is its only diluent, and free of preservatives for a newborn?',
  run: (f) => [...tonicity(f), ...preserved(f)],
};
