import { exact } from '../../number/notation.ts';
import { compare, of } from '../../number/quantity.ts';
import { issue, type Issue } from '../../number/result.ts';
import { readUnit, unit, type Dimension } from '../../number/units.ts';
import { severity, type DoseRule, type Library } from '../formulary.ts';
import { inList, isSame, together, type Bearing, type Collection, type Mark } from './collection.ts';
import { unknownDrugs, unknownRoutes } from './fields.ts';
import { ANY_DRUG, limitRecord, type LimitRecord } from './limit-record.ts';
import { limitSentence, limitWords } from './limit-sentence.ts';

type Kind = DoseRule['kind'];

const AMOUNT = ['mass', 'volume'];
const TIME = ['time'];
/** What each kind of limit is an amount of; a kind that is not here asks yes or no, and only the seed brings those. */
const DIMENSIONS: Readonly<Partial<Record<Kind, readonly Dimension[]>>> = {
  single_dose: AMOUNT,
  hourly: AMOUNT,
  '4_hourly': AMOUNT,
  '24h': AMOUNT,
  duration_hours: TIME,
  duration_days: TIME,
  lifetime_episode: ['mass'],
  concentration: ['mass/volume'],
  rate: ['mass/time', 'volume/time'],
  weight_based: [...AMOUNT, 'mass/time', 'volume/time'],
  min_interval: TIME,
  repeat_interval: TIME,
  lockout_min: TIME,
  separation_h: TIME,
  min_infusion_time: TIME,
  titration_dose: ['mass'],
  titration_interval: TIME,
  taper_days: TIME,
  weight_floor: ['weight'],
  qtc: TIME,
  product_dilution: ['mass/volume'],
};
const WINDOW: Readonly<Partial<Record<Kind, string>>> = { hourly: '1', '4_hourly': '4', '24h': '24' };

/** An amount of a limit with its unit, in a dimension of its kind; null where it has none of them. */
function amountIn({ kind, amount, unit: code }: LimitRecord) {
  const dimension = DIMENSIONS[kind]?.find((d) => readUnit(code, d).ok);
  return dimension === undefined ? null : of(exact(amount), unit(code, dimension));
}

/** Negative: the first allows less. Null where the two are amounts of different things. */
function order(a: LimitRecord, b: LimitRecord): number | null {
  const [x, y] = [amountIn(a), amountIn(b)];
  return x === null || y === null || x.unit.dimension !== y.unit.dimension ? null : compare(x, y);
}

const RANK = severity.options;
const isWithin = (a: readonly string[], b: readonly string[]): boolean => a.every((x) => b.includes(x));

/** Of a maximum less is stricter, of a minimum more. */
function ofAmount(before: LimitRecord, after: LimitRecord): Bearing {
  const by = before.comparator === 'predicate' ? 0 : order(after, before);
  if (by === null) return 'laxer';
  const less = after.direction === 'max' ? by : -by;
  return less < 0 ? 'stricter' : less > 0 ? 'laxer' : ofComparator(before, after);
}
/** What is reached is allowed by `gt` and not by `ge`. */
const ofComparator = (before: LimitRecord, after: LimitRecord): Bearing =>
  before.comparator === after.comparator ? 'same' : after.comparator === 'ge' ? 'stricter' : 'laxer';
const ofSeverity = (before: LimitRecord, after: LimitRecord): Bearing => {
  const by = RANK.indexOf(after.severity) - RANK.indexOf(before.severity);
  return by > 0 ? 'stricter' : by < 0 ? 'laxer' : 'same';
};
const parts = (r: LimitRecord): string[] => Object.entries(r.population).map((part) => JSON.stringify(part));
/** More routes, or fewer conditions on the patient, are stricter; whatever else changes of them may let something pass. */
function ofScope(before: LimitRecord, after: LimitRecord): Bearing {
  const wider =
    isWithin(before.routes, after.routes) &&
    isWithin(parts(after), parts(before)) &&
    !after.population.any_of;
  const same = isSame(before.population, after.population) && isWithin(before.routes, after.routes);
  if (!wider && !same) return 'laxer';
  return same && isWithin(after.routes, before.routes) ? 'same' : 'stricter';
}

function bearing(before: LimitRecord | null, after: LimitRecord | null): Bearing {
  if (before === null) return after === null ? 'same' : 'stricter';
  if (after === null) return 'laxer';
  const isComparable = (['kind', 'direction', 'per', 'context', 'drug'] as const).every(
    (part) => before[part] === after[part],
  );
  if (!isComparable) return 'laxer';
  return together([ofAmount(before, after), ofSeverity(before, after), ofScope(before, after)]);
}

/** Do two limits speak of the same line of the same patients, by a route that both name? */
const meet = (a: LimitRecord, b: LimitRecord): boolean =>
  a.drug === b.drug &&
  a.kind === b.kind &&
  a.per === b.per &&
  a.context === b.context &&
  isSame(a.population, b.population) &&
  a.routes.some((route) => b.routes.includes(route));

const shownLimit = (r: LimitRecord) => ({ id: r.id, amount: r.amount, unit: r.unit, direction: r.direction });

/** What contradicts a limit that is there: another amount for the same, a soft one that never speaks, low above high. */
function contradictions(record: LimitRecord, others: readonly LimitRecord[]): Issue[] {
  return others.flatMap((other) => {
    const by = meet(record, other) ? order(record, other) : null;
    if (by === null) return [];
    const accepted = { code: 'limit-beside', ...shownLimit(other), severity: other.severity } as const;
    if (record.direction !== other.direction) {
      const isReversed = record.direction === 'min' ? by > 0 : by < 0;
      return isReversed ? [issue('low-above-high', record.amount, accepted, 'amount')] : [];
    }
    if (record.severity === other.severity)
      return [issue('scopes-contradict', record.amount, accepted, 'amount')];
    const isHarder = RANK.indexOf(record.severity) > RANK.indexOf(other.severity);
    const beyond = record.direction === 'max' ? by : -by;
    return (isHarder ? beyond <= 0 : beyond >= 0)
      ? [issue('soft-outside-hard', record.amount, accepted, 'amount')]
      : [];
  });
}

const PAIRS = [
  ['age_min_y', 'age_max_y'],
  ['weight_min_kg', 'weight_max_kg_excl'],
  ['crcl_min_ml_min', 'crcl_max_ml_min_excl'],
] as const;
const reversed = ({ population: p }: LimitRecord): Issue[] =>
  PAIRS.flatMap(([low, high]) => {
    const [from, to] = [p[low], p[high]];
    return from !== undefined && to !== undefined && exact(from).compare(exact(to)) > 0
      ? [issue('low-above-high', from, { code: 'at-most-value', value: to }, `population.${low}`)]
      : [];
  });

const FITS: Readonly<Record<LimitRecord['direction'], readonly string[]>> = {
  max: ['gt', 'ge'],
  min: ['lt'],
};

function figures(record: LimitRecord): Issue[] {
  const dimensions = DIMENSIONS[record.kind];
  if (dimensions === undefined) return [];
  const found: Issue[] = [];
  if (amountIn(record) === null)
    found.push(issue('limit-dimension', record.unit, { code: 'unit-of-kind', dimensions }, 'unit'));
  if (!FITS[record.direction].includes(record.comparator))
    found.push(
      issue(
        'limit-comparator',
        record.comparator,
        { code: 'one-of', options: FITS[record.direction] },
        'comparator',
      ),
    );
  return found;
}

/** A rule that asks yes or no is carried out by its name: of it a site decides the severity, and nothing else. */
function asksYesOrNo(record: LimitRecord, published: LimitRecord | null): Issue[] {
  if (record.comparator !== 'predicate' && DIMENSIONS[record.kind] !== undefined) return [];
  return published !== null && isSame({ ...record, severity: '' }, { ...published, severity: '' })
    ? []
    : [issue('rule-amount-fixed', record.amount, { code: 'no-amount-of-rule' }, 'amount')];
}

const limitsIn = (library: Library): readonly LimitRecord[] => listOfLimits(library).map(recordOf);

interface Stored {
  readonly drug: string;
  readonly rule: DoseRule;
}
const listOfLimits = ({ formulary }: Library): readonly Stored[] => [
  ...formulary.drugs.flatMap((d) => d.rules.map((rule) => ({ drug: d.id, rule }))),
  ...formulary.route_rules.map((rule) => ({ drug: ANY_DRUG, rule })),
];
const recordOf = ({ drug, rule }: Stored): LimitRecord => {
  const { id, kind, direction, amount, unit: code, per, routes, context, population: whom } = rule;
  return {
    drug,
    id,
    kind,
    direction,
    amount,
    unit: code,
    per,
    routes,
    ...(context !== undefined && { context }),
    population: whom as LimitRecord['population'],
    severity: rule.severity,
    comparator: rule.comparator,
  };
};

function stored({ drug, ...figuresOf }: LimitRecord, mark: Mark, before: Stored | undefined): Stored {
  if (mark.confirmed && before) return { drug, rule: { ...before.rule, provenance: mark.provenance } };
  const published = mark.published as LimitRecord | null;
  const rule: DoseRule = {
    ...figuresOf,
    // for whom it is soft is no figure of the form, and stays
    ...(before?.rule.softer !== undefined && { softer: before.rule.softer }),
    window_h: WINDOW[figuresOf.kind] ?? null,
    message: limitSentence({ drug, ...figuresOf }, published, mark.bearing),
    source: mark.source ?? before?.rule.source ?? { id: 'HOUSE', title: 'house rule' },
    provenance: mark.provenance,
  };
  if (published === null || mark.bearing !== 'laxer') return { drug, rule };
  const { amount, unit: code, per, comparator, severity: rank } = published;
  return { drug, rule: { ...rule, laxer_than: { amount, unit: code, per, comparator, severity: rank } } };
}

/** The limits of doses, rates, times and concentrations: of each drug, and of a route whatever the drug. */
export const limits: Collection<LimitRecord> = {
  id: 'limits',
  title: 'Limits',
  one: 'limit',
  staysPublished: true,
  schema: limitRecord,
  says: (r) => limitWords(r),
  ...inList<LimitRecord, Stored>({
    list: listOfLimits,
    withList: (library, list) => {
      const rulesOf = (id: string) => list.filter((x) => x.drug === id).map((x) => x.rule);
      const drugs = library.formulary.drugs.map((d) => ({ ...d, rules: rulesOf(d.id) }));
      return { ...library, formulary: { ...library.formulary, drugs, route_rules: rulesOf(ANY_DRUG) } };
    },
    key: (r) => r.id,
    recordOf,
    stored,
    origin: ({ rule }) => ({ source: rule.source, provenance: rule.provenance }),
    drugs: ({ drug }) => (drug === ANY_DRUG ? [] : [drug]),
  }),
  bearing,
  issues: (record, { library, published }) => {
    const drug = record.drug === ANY_DRUG ? [] : unknownDrugs(library, [{ drug: record.drug, path: 'drug' }]);
    return [
      ...drug,
      ...asksYesOrNo(record, published as LimitRecord | null),
      ...figures(record),
      ...reversed(record),
      ...unknownRoutes(library, record.drug, record.routes),
      ...(record.comparator === 'predicate' || isUnmoved(record, published as LimitRecord | null)
        ? []
        : contradictions(record, limitsIn(library))),
    ];
  },
};

/** What was published beside others is not held against them again, where only the severity of it rises. */
const isUnmoved = (record: LimitRecord, published: LimitRecord | null): boolean =>
  published !== null && isSame({ ...record, severity: '' }, { ...published, severity: '' });
