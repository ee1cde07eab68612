import { citation, cited } from '../../words/citation.ts';
import { findingWords } from '../../words/finding.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { Ingredient } from '../../engine/order/ingredient.ts';
import { findDrug } from '../../engine/formulary/formulary.ts';
import { quantityText, recorded } from '../../engine/number/quantity.ts';
import type { Finding } from '../../engine/checks/report.ts';
import { mistakable, wrongConcentration } from '../../engine/exposure/wrong-concentration.ts';
import { optionalAmount, printedAmount } from './format.ts';
import { measuredRows, type MeasuredRow } from './record-measured.ts';
import { carriedSteps, shareOf } from './record-mixture.ts';
import type { PrintLibrary } from './print-library.ts';

/** How one container is made, in printed amounts. */
export interface Recipe {
  readonly method: OrderView['content']['preparation']['method'];
  readonly strength: string;
  readonly vialVolume: string;
  readonly vials: string;
  readonly draw: string;
  readonly diluent: string | null;
  readonly withdraw: string | null;
  readonly waste: string;
  readonly usable: string | null;
  /** `100 mL, overfill 5 mL (measured)`; `null` for a container that is filled from empty */
  readonly bag: string | null;
}

/** A derivation as it is printed: what it answers, in words, in numbers, and from where. */
interface PrintedStep {
  readonly name: string;
  readonly formula: string;
  readonly line: string;
  readonly source: string;
}

interface CheckRow {
  readonly outcome: string;
  readonly severity: string;
  readonly message: string;
  readonly detail: string;
  readonly source: string;
}

/** What the program gives where the container holds another concentration. */
interface WrongRow {
  readonly actual: string;
  readonly demand: string;
  readonly hour: string;
  readonly fourHours: string;
}

/** The parts of the record that only sheets of paper print. */
export interface SheetPart {
  readonly allergies: string;
  readonly naloxone: string;
  readonly recipe: Recipe;
  readonly steps: readonly PrintedStep[];
  readonly checks: readonly CheckRow[];
  readonly budLimit: string;
  readonly stability: readonly string[];
  readonly wrong: readonly WrongRow[];
  /** of a recorded preparation; empty before */
  readonly ingredients: readonly Ingredient[];
  readonly deviations: string | null;
  readonly measured: readonly MeasuredRow[];
  readonly budBinds: string | null;
  /** what came up once the container was made, and what was said of it */
  readonly asMade: readonly { readonly check: CheckRow; readonly said: readonly string[] }[];
}

const NALOXONE = {
  ordered: 'Rescue naloxone was ordered for this patient.',
  refused: 'Rescue naloxone was offered and refused in writing.',
  none: 'Rescue naloxone was not ordered.',
} as const;

const OUTCOMES = { pass: 'pass', fail: 'FAIL', 'could-not-be-done': 'COULD NOT BE DONE' } as const;

/** None listed is no statement: the sheet says who said that none are known, or that nobody asked. */
const allergiesOf = ({ allergies, noKnownAllergies: none }: OrderView['patient']['record']): string =>
  allergies.length > 0
    ? allergies.map((a) => `${a.substance} (${a.reaction})`).join(', ')
    : none
      ? `none known, stated by ${none.by} on ${none.on}`
      : 'NOT ASKED';

export function sheetPart(view: OrderView, library: PrintLibrary): SheetPart {
  const { content, report, preparation } = view;
  const { derivation } = report.bud;
  const steps = [...report.derivations, ...carriedSteps(view), ...(derivation ? [derivation] : [])];
  return {
    allergies: allergiesOf(view.patient.record),
    naloxone: NALOXONE[content.naloxone],
    recipe: recipeOf(view),
    steps: unique(
      steps.map((d) => ({ name: d.name, formula: d.formula, line: d.line, source: citation(d.source) })),
    ),
    checks: report.findings.map(checkRow),
    budLimit: `${report.bud.limit === null ? 'no limit known' : printedAmount(report.bud.limit)}, bound by: ${report.bud.binds}`,
    stability: stabilityOf(view, library),
    wrong: wrongRows(view, library),
    ingredients: preparation?.ingredients ?? [],
    deviations: preparation?.deviations ?? null,
    measured: measuredRows(view),
    budBinds: preparation?.budBinds ?? null,
    asMade: (preparation?.findings ?? []).map((f) => ({
      check: checkRow(f),
      said: (preparation?.resolutions ?? []).flatMap((r) => (r.key === f.key ? [`${r.text} (${r.by})`] : [])),
    })),
  };
}

/** A derivation stands in the report with the exposure and among the steps: it is printed once. */
const unique = (steps: readonly PrintedStep[]): PrintedStep[] => [
  ...new Map(steps.map((s) => [`${s.name}|${s.line}`, s])).values(),
];

function recipeOf({ content, report }: OrderView): Recipe {
  const { preparation: p } = content;
  const made = report.preparation;
  return {
    method: p.method,
    strength: printedAmount(p.vial.strength),
    vialVolume: printedAmount(p.vial.volume),
    vials: printedAmount(made.vials),
    draw: printedAmount(made.draw),
    // nothing is measured where the drug fills the container by itself
    diluent: made.diluent === '0 mL' ? null : optionalAmount(made.diluent),
    withdraw: optionalAmount(made.withdraw),
    waste: printedAmount(made.waste),
    usable: optionalAmount(made.usable),
    bag:
      'bag' in p
        ? `${printedAmount(p.bag.nominal)}, measured overfill ${printedAmount(p.bag.overfill)}`
        : null,
  };
}

const checkRow = (f: Finding): CheckRow => {
  const words = findingWords(f);
  return {
    outcome: OUTCOMES[f.outcome],
    severity: f.severity,
    message: words.message,
    detail: [
      words.observed === null ? null : `observed ${words.observed}`,
      words.limit === null ? null : `limit ${words.limit}`,
      words.missing === null ? null : `missing: ${words.missing}`,
    ]
      .filter((x) => x !== null)
      .join('; '),
    source: cited(f.source, f.provenance),
  };
};

/**
 * The studied preparations of exactly what the container holds: the reference of a master formulation record. A row of
 * one drug says nothing of a mixture, nor the other way round.
 */
const stabilityOf = ({ content, report }: OrderView, { stability, formulary }: PrintLibrary): string[] => {
  const also = report.preparation.also.map((x) => x.id);
  return stability
    .filter(
      (s) =>
        s.drug === content.drug &&
        s.storage === content.preparation.storage &&
        also.length === (s.also ?? []).length &&
        (s.also ?? []).every((x) => also.includes(x.drug)),
    )
    .map((s) => {
      const studied = [
        s.concentrations.join(', '),
        ...(s.also ?? []).map((x) => `${x.drug} ${x.concentrations.join(', ')}`),
      ].join(' with ');
      const diluents = s.diluents.map((id) => formulary.diluents.find((d) => d.id === id)?.name ?? id);
      return `${studied} in ${diluents.join(', ')}, ${s.containers.join(', ')}, ${s.temperature}: ${s.days} days. ${cited(s.source, s.provenance)}`;
    });
};

interface Contained {
  readonly id: string;
  /** `''` where it is the only drug of its container */
  readonly name: string;
  readonly concentration: string;
  readonly demand: string | null;
  readonly windows: readonly { readonly window: string; readonly worst: string }[];
}

function wrongRows(view: OrderView, library: PrintLibrary): WrongRow[] {
  const { drug, program, exposure, preparation } = view.report;
  const demand =
    view.report.regimen.demand === null
      ? null
      : (program.fields.find((f) => f.id === 'demand-dose')?.programmed ?? null);
  const isMixture = preparation.also.length > 0;
  const first: Contained = {
    id: drug.id,
    name: isMixture ? `${drug.name} ` : '',
    concentration: preparation.concentration,
    demand,
    windows: exposure.windows,
  };
  const also = preparation.also.map((x) => ({
    ...x,
    name: `${x.name} `,
    demand: demand === null ? null : shareOf(view, demand, x.id),
  }));
  return [first, ...also].flatMap((x) => wrongRowsOf(x, library));
}

function wrongRowsOf({ id, name, concentration, demand, windows }: Contained, library: PrintLibrary) {
  const drug = findDrug(library, id);
  const worst = (hours: string) => windows.find((w) => w.window === hours)?.worst;
  const [hour, fourHours] = [worst('1 h'), worst('4 h')];
  if (!drug || hour === undefined || fourHours === undefined) return [];
  const label = recorded(concentration, 'mass/volume');
  const amounts = [
    { name: 'worst case in 1 h', amount: recorded(hour, 'mass') },
    { name: 'worst case in 4 h', amount: recorded(fourHours, 'mass') },
    ...(demand === null ? [] : [{ name: 'demand dose', amount: recorded(demand, 'mass') }]),
  ];
  return mistakable(drug, label).map((actual): WrongRow => {
    const [one, four, press] = wrongConcentration(label, actual, amounts).amounts.map((a) =>
      printedAmount(quantityText(a.result)),
    );
    return {
      actual: `${name}${printedAmount(quantityText(actual))}`,
      demand: press ?? 'no button',
      hour: one ?? '',
      fourHours: four ?? '',
    };
  });
}
