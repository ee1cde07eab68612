import type { Fact } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import type { Finding } from './report.ts';
import { askedFor } from './asked.ts';
import { failing, notDone, ofDrug, pass, type Check } from './check.ts';
import { asCompanions } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { holds, severityFor } from './rule-facts.ts';

const CHECK = 'formulary-contraindications';

type Contraindication = Facts['drug']['contraindications'][number];

/** Kinds that speak of what is in the container, whoever it is for. */
const OF_FORMULATION = new Set(['device', 'incompatibility']);

const seen = (saw: readonly Fact[]): Fact => {
  const [only, ...more] = saw;
  return only && more.length === 0 ? only : { code: 'all', of: saw };
};

/** Data without a `when` is told in words only: a person has to answer it. */
function one(c: Contraindication, f: Facts): Finding {
  const { match, saw } = c.when
    ? holds(c.when, f)
    : {
        match: { missing: { code: 'whether', text: c.test } } as const,
        saw: [],
      };
  const answer = { subject: { code: '{kind}', kind: c.kind, of: c.test } as const, limit: text(c.test) };
  if (match === 'yes')
    return failing(CHECK, c, { ...answer, observed: seen(saw), severity: severityFor(c, f) });
  if (match === 'no') return pass(CHECK, c, { ...answer, observed: { code: 'not-recorded' } });
  // what is asked of the products in the container is asked of the formulation, and not of each order of it
  const { missing } = match;
  const ofProduct = missing.code === 'text' && OF_FORMULATION.has(c.kind);
  return notDone(CHECK, c, missing, { ...answer, ...(ofProduct && { about: 'formulation' }) });
}

/** One that speaks of other routes alone is no question of this order. */
const isAsked = (c: Contraindication, route: string): boolean =>
  c.when === undefined || c.when.some((facts) => facts.every((x) => x.fact !== 'route' || x.is === route));

/** What a companion must not be given in, whoever it accompanies: conditions of the patient. */
const ofCompanions = (f: Facts): Finding[] =>
  asCompanions(f).flatMap((x) =>
    x.drug.contraindications
      .filter((c) => c.kind === 'condition')
      .map((c) => one(c, x))
      .filter((found) => found.outcome === 'fail')
      .map((found) => ofDrug(x, found)),
  );

export const formularyContraindications: Check = {
  id: CHECK,
  asks: 'Were conditions asked about, and is the drug contraindicated by one, or by a product, a route or a medicine on record?',
  run: (f) => [
    ...f.drug.contraindications.filter((c) => isAsked(c, f.order.route)).map((c) => one(c, f)),
    ...(f.container[0] === f.drug.id ? [askedFor(CHECK, f, 'conditions'), ...ofCompanions(f)] : []),
  ],
};
