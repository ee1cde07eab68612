import { names } from '../answers/facts.ts';
import { drugName, findDrug } from '../formulary/formulary.ts';
import { holdsWord } from '../formulary/names.ts';
import { exact, exactText } from '../number/notation.ts';
import { quantityText } from '../number/quantity.ts';
import type { Ingredient } from '../order/ingredient.ts';
import { isStrengthTold, isTold, toleranceOf, vialOf, type Measured } from '../order/made.ts';
import { diluentsIn } from '../order/told-product.ts';
import { failing, houseRule, notDone, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import type { Finding } from './report.ts';

const CHECK = 'preparation-made';
const TOLD = houseRule('vial-not-told', 'hard');
const DILUENT = houseRule('diluent-not-told', 'hard');
const OFF = houseRule('measured-off', 'soft');
const FAR_OFF = houseRule('measured-far-off', 'absolute');

const recordedAs = (x: Ingredient) => ({ code: 'recorded-as', name: x.name, ndc: x.ndc }) as const;

/** A vial of another drug or strength is refused before it is recorded: here stands what says neither. */
function vial(f: Facts, x: Ingredient): Finding {
  const { drug: id } = vialOf(f.order, x.drug);
  const found = findDrug(f.library, id);
  const drug = found ? drugName(found) : id;
  const answer = {
    subject: { code: 'what went in: {what}', what: drug },
    observed: recordedAs(x),
  } as const;
  if (!isTold(x, id, f.library)) return notDone(CHECK, TOLD, { code: 'what-went-in', drug }, answer);
  return isStrengthTold(x, id, f.library)
    ? pass(CHECK, TOLD, answer)
    : notDone(CHECK, TOLD, { code: 'strength-that-went-in', drug }, answer);
}

function diluent(f: Facts, x: Ingredient): Finding {
  const { diluent: id } = f.order.preparation;
  const what = f.library.formulary.diluents.find((d) => d.id === id)?.name ?? id;
  const answer = { subject: { code: 'what went in: {what}', what }, observed: recordedAs(x) } as const;
  const { additives } = f.library.names.medicines;
  const isPlain = holdsWord(what, additives) || !holdsWord(x.name, additives);
  return isPlain && diluentsIn(x.name, f.library).includes(id)
    ? pass(CHECK, DILUENT, answer)
    : failing(CHECK, DILUENT, { ...answer, limit: names([what]) });
}

function measured(f: Facts, m: Measured): Finding {
  const { accept, stop } = toleranceOf(f.order, f.preparation, f.library);
  const drug = findDrug(f.library, m.of);
  const answer = {
    subject: { code: 'what went in: {what}', what: drug ? drugName(drug) : m.of },
    observed: { code: 'measured', drawn: quantityText(m.drawn), deviation: exactText(m.deviation) },
    limit: { code: 'planned', value: quantityText(m.planned), within: accept },
  } as const;
  if (m.deviation.compare(exact(stop)) > 0)
    return failing(CHECK, FAR_OFF, { ...answer, limit: { ...answer.limit, within: stop } });
  return m.deviation.compare(exact(accept)) > 0 ? failing(CHECK, OFF, answer) : pass(CHECK, OFF, answer);
}

export const preparationMade: Check = {
  id: CHECK,
  asks: 'Once the container is made: did what went in say what it is, and was as much of it measured as planned?',
  run: (f) => {
    if (!f.made) return [];
    const { ingredients } = f.made.record;
    return [
      ...ingredients.filter((x) => x.role === 'drug').map((x) => vial(f, x)),
      ...ingredients.filter((x) => x.role === 'diluent').map((x) => diluent(f, x)),
      ...f.made.measured.map((m) => measured(f, m)),
    ];
  },
};
