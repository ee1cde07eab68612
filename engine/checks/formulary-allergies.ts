import type { Severity } from '../formulary/formulary.ts';
import type { AllergenGroup, ReactionGrade } from '../formulary/names.ts';
import { reactionGradeOf } from '../formulary/reactions.ts';
import { medicineName, type MedicineName } from '../formulary/medicine-names.ts';
import { readWith } from '../facts/beside.ts';
import { componentsOf, type Component } from '../facts/components.ts';
import type { Facts } from '../facts/facts.ts';
import { askedFor } from './asked.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Finding } from './report.ts';

const CHECK = 'formulary-allergies';
const UNKNOWN = houseRule('allergy-unknown', 'hard');
const DRUG = houseRule('allergy-drug', 'hard');
const CLASS = houseRule('allergy-class', 'hard');
const COMPONENT = houseRule('allergy-component', 'hard');

type Allergy = Facts['patient']['allergies'][number];

/** An allergy to the drug itself: an expected effect or histamine release is told, and no more than that. */
const ITSELF: Readonly<Record<ReactionGrade, Severity>> = {
  allergy: 'hard',
  unknown: 'hard',
  pseudoallergy: 'soft',
  intolerance: 'soft',
};
const RANK: readonly Severity[] = ['info', 'soft', 'hard', 'absolute'];
const worse = (a: Severity, b: Severity): Severity => (RANK.indexOf(a) >= RANK.indexOf(b) ? a : b);

const cited = (rule: Rule, group: AllergenGroup): Rule => ({
  ...rule,
  source: group.source,
  provenance: group.provenance,
});
const told = (a: Allergy) =>
  ({ code: 'allergies', allergies: [{ substance: a.substance, reaction: a.reaction }] }) as const;

/** A drug that reaches the patient by this order: the one that is asked about, its rescue, or a companion of it. */
interface Given {
  readonly name: string;
  readonly read: MedicineName;
}

function givenBy(f: Facts): Given[] {
  const of = (name: string): MedicineName => medicineName(f.library, name);
  const generic = f.library.names.medicines.generics.find((g) => g.drug === f.drug.id)?.name;
  const own: Given = { name: f.name, read: of(generic ?? f.drug.generic_name) };
  if (f.container[0] !== f.drug.id) return [own];
  const rescue = f.order.naloxone === 'ordered' ? ['naloxone'] : [];
  const besides = [...rescue, ...(f.order.companions ?? []).map((c) => c.drug)];
  return [own, ...[...new Set(besides)].map((name) => ({ name, read: of(name) }))];
}

/** How the groups of the allergens tie an allergy to a drug: each with its severity for this grade of reaction. */
function ties(f: Facts, told_: MedicineName, grade: ReactionGrade, drug: MedicineName) {
  return f.library.names.allergens.groups.flatMap((group) => {
    if (!drug.groups.includes(group.to ?? group.id)) return [];
    const crossing = told_.groups.includes(group.from ?? group.id) ? group.crosses?.[grade] : undefined;
    const worded = told_.groupWords.includes(group.id) ? group.byWord?.[grade] : undefined;
    const found = [crossing, worded].filter((s) => s !== undefined);
    return found.length > 0 ? [{ group, severity: found.reduce(worse) }] : [];
  });
}

function against(f: Facts, a: Allergy, read: MedicineName, { name, read: drug }: Given): Finding[] {
  const grade = reactionGradeOf(f.library, a.reaction);
  const groups = ties(f, read, grade, drug);
  const answer = {
    subject:
      name === f.name
        ? ({ code: 'allergy to {substance}', substance: a.substance } as const)
        : ({ code: 'allergy to {substance}, {product}', substance: a.substance, product: name } as const),
    observed: told(a),
  };
  if (read.generics.some((g) => drug.generics.includes(g))) {
    const severity = groups.map((g) => g.severity).reduce(worse, ITSELF[grade]);
    return [failing(CHECK, DRUG, { ...answer, severity })];
  }
  const [first, ...more] = groups;
  if (!first) return [];
  const worst = more.reduce((x, y) => (worse(x.severity, y.severity) === x.severity ? x : y), first);
  return [
    failing(CHECK, cited(CLASS, worst.group), {
      ...answer,
      severity: worst.severity,
      message: { code: 'allergy-class', group: worst.group.label, drug: name },
    }),
  ];
}

/** What goes into the container beside its drugs, as the data of the products tell it. */
function inComponents(f: Facts, a: Allergy, read: MedicineName, components: readonly Component[]): Finding[] {
  const grade = reactionGradeOf(f.library, a.reaction);
  return f.library.names.allergens.groups.flatMap((group) => {
    const severity = group.ofProduct?.[grade];
    if (severity === undefined || !read.groupWords.includes(group.id)) return [];
    const rule = cited(COMPONENT, group);
    const is = (x: string) => (group.substances ?? []).some((s) => x.includes(s));
    const subject = { code: 'allergy to {substance}', substance: a.substance } as const;
    const holding = components.find((c) => c.contents?.holds.some(is));
    if (holding) {
      const [component = ''] = holding.contents?.holds.filter(is) ?? [];
      const message = { code: 'allergy-component', component: `${component} in ${holding.name}` } as const;
      return [failing(CHECK, rule, { subject, observed: told(a), severity, message })];
    }
    if (group.id === 'latex')
      return [notDone(CHECK, rule, { code: 'free-of-latex' }, { subject, observed: told(a), severity })];
    const open = components.find((c) => c.contents === null || c.contents.may_hold?.some(is));
    const missing = {
      code: 'whether-product-holds',
      substance: group.label,
      product: open?.name ?? '',
    } as const;
    return open
      ? [notDone(CHECK, rule, missing, { subject, observed: told(a), severity })]
      : [pass(CHECK, rule, { subject, observed: told(a) })];
  });
}

export const formularyAllergies: Check = {
  id: CHECK,
  asks: 'Were allergies asked about, and does one meet a drug of this order, its class, its companions, or what the products hold?',
  run: (f) => {
    const drugs = givenBy(f);
    const read = f.patient.allergies.map((a) => ({ a, read: readWith(f, a.substance, a.means) }));
    const drugFindings = read.flatMap((x) => drugs.flatMap((d) => against(f, x.a, x.read, d)));
    if (f.container[0] !== f.drug.id) return drugFindings;
    const components = componentsOf(f);
    return [
      askedFor(CHECK, f, 'allergies'),
      ...drugFindings,
      ...read.flatMap((x) => inComponents(f, x.a, x.read, components)),
      ...read.flatMap(({ a, read: { unknown } }) =>
        unknown.length === 0
          ? []
          : [
              notDone(
                CHECK,
                UNKNOWN,
                { code: 'what-allergen', substance: a.substance },
                { subject: { code: 'allergy to {substance}', substance: a.substance }, observed: told(a) },
              ),
            ],
      ),
    ];
  },
};
