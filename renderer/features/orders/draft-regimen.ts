import { KIND_WORDS, REGIMEN_KINDS } from '../../../engine/formulary/regimen-kinds.ts';
import type { OrderContent } from '../../../engine/order/order.ts';
import { emptyTitration, titrationDraft, titrationText, type TitrationDraft } from './draft-titration.ts';
import { amount, amountOf, amountText, isBlank, type Amount } from '../../ui/amount.ts';

type Regimen = OrderContent['regimen'];
export type RegimenKind = Regimen['kind'];
type Basal = Extract<Regimen, { kind: 'pca' }>['basal'];

/** The kinds in the order in which they are offered: most orders are PCAs. */
export const KINDS: readonly { readonly value: RegimenKind; readonly label: string }[] = REGIMEN_KINDS.map(
  (value) => ({ value, label: KIND_WORDS[value] }),
);

export interface StepDraft {
  readonly rate: Amount;
  readonly lasts: Amount;
}

/** What of a regimen is typed. Every kind keeps its fields beside the others: another choice loses nothing. */
export interface RegimenDraft extends TitrationDraft {
  readonly kind: RegimenKind;
  readonly demand: Amount;
  readonly lockout: Amount;
  readonly basal: Amount;
  /** the night has a rate of its own; `basal`, or the `rate` of a continuous infusion, is then the day's */
  readonly night: boolean;
  readonly nightRate: Amount;
  readonly nightFrom: string;
  readonly nightTo: string;
  readonly loading: Amount;
  readonly bolusDose: Amount;
  readonly bolusInterval: Amount;
  readonly bolusMost: string;
  readonly bolusPer: Amount;
  /** by the clock beside what the patient triggers */
  readonly scheduledDose: Amount;
  readonly scheduledEvery: Amount;
  readonly limitKind: '' | 'none' | 'amount' | 'doses';
  readonly limitAmount: Amount;
  readonly limitCount: string;
  readonly limitWindow: Amount;
  readonly secondAmount: Amount;
  readonly secondWindow: Amount;
  readonly maxDosesPerHour: string;
  readonly dose: Amount;
  readonly over: Amount;
  readonly doseEvery: Amount;
  readonly kvo: Amount;
  /** of a continuous infusion or a nerve block */
  readonly rate: Amount;
  readonly steps: readonly StepDraft[];
  readonly through: '' | 'pump' | 'elastomeric';
  readonly tolerance: Amount;
}

export const emptyStep = (unit: string): StepDraft => ({ rate: amount(`${unit}/h`), lasts: amount('h') });

export const emptyRegimen = (unit = 'mg'): RegimenDraft => ({
  kind: 'pca',
  demand: amount(unit),
  lockout: amount('min'),
  basal: amount(`${unit}/h`),
  night: false,
  nightRate: amount(`${unit}/h`),
  nightFrom: '',
  nightTo: '',
  loading: amount(unit),
  bolusDose: amount(unit),
  bolusInterval: amount('min'),
  bolusMost: '',
  bolusPer: amount('h'),
  scheduledDose: amount(unit),
  scheduledEvery: amount('min'),
  limitKind: '',
  limitAmount: amount(unit),
  limitCount: '',
  limitWindow: amount('h'),
  secondAmount: amount(unit),
  secondWindow: amount('h'),
  maxDosesPerHour: '',
  dose: amount(unit),
  over: amount('min'),
  doseEvery: amount('h'),
  kvo: amount(`${unit}/h`),
  rate: amount(`${unit}/h`),
  steps: [emptyStep(unit)],
  through: '',
  tolerance: amount('%'),
  ...emptyTitration(unit),
});

const FREE = /\/kg|mL/;
const inUnit = (a: Amount, next: string): Amount => (FREE.test(a.unit) ? a : { ...a, unit: next });

/** The units follow the drug's own; a unit by body weight or volume that was chosen stays. */
export const regimenInUnit = (d: RegimenDraft, unit: string): Partial<RegimenDraft> => ({
  demand: inUnit(d.demand, unit),
  loading: inUnit(d.loading, unit),
  bolusDose: inUnit(d.bolusDose, unit),
  scheduledDose: inUnit(d.scheduledDose, unit),
  limitAmount: inUnit(d.limitAmount, unit),
  secondAmount: inUnit(d.secondAmount, unit),
  dose: inUnit(d.dose, unit),
  basal: inUnit(d.basal, `${unit}/h`),
  nightRate: inUnit(d.nightRate, `${unit}/h`),
  titrateStart: inUnit(d.titrateStart, d.titrateStart.unit.endsWith('/h') ? `${unit}/h` : unit),
  titrateBy: inUnit(d.titrateBy, d.titrateBy.unit.endsWith('/h') ? `${unit}/h` : unit),
  kvo: inUnit(d.kvo, `${unit}/h`),
  rate: inUnit(d.rate, `${unit}/h`),
  steps: d.steps.map((s) => ({ ...s, rate: inUnit(s.rate, `${unit}/h`) })),
});

export const hasBolus = (d: RegimenDraft): boolean =>
  !isBlank(d.bolusDose) || !isBlank(d.bolusInterval) || d.bolusMost !== '' || !isBlank(d.bolusPer);
/** Boluses by the clock beside a button: either half asks for the other. */
export const hasScheduled = (d: RegimenDraft): boolean =>
  !isBlank(d.scheduledDose) || !isBlank(d.scheduledEvery);
/** Kinds beside which a nurse may give boluses. */
export const takesBoluses = (d: RegimenDraft): boolean => d.kind === 'pca' || d.kind === 'continuous';
/** A nerve block with a bolus that the patient triggers: either half asks for the other. */
export const hasPatientBolus = (d: RegimenDraft): boolean => !isBlank(d.demand) || !isBlank(d.lockout);

/** The patient triggers doses. */
export const hasPresses = (d: RegimenDraft): boolean =>
  d.kind === 'pca' || (d.kind === 'nerve-block' && hasPatientBolus(d));

export const optional = <K extends string>(key: K, a: Amount) =>
  isBlank(a) ? {} : ({ [key]: amountText(a) } as Record<K, string>);

const ratesOf = (d: RegimenDraft, day: Amount): Basal =>
  d.night
    ? {
        day: amountText(day),
        night: amountText(d.nightRate),
        nightFrom: d.nightFrom,
        nightTo: d.nightTo,
      }
    : amountText(day);

const bolusesOf = (d: RegimenDraft) =>
  hasBolus(d)
    ? {
        clinicianBolus: {
          dose: amountText(d.bolusDose),
          interval: amountText(d.bolusInterval),
          most: d.bolusMost,
          per: amountText(d.bolusPer),
        },
      }
    : {};

const SEND: { readonly [K in RegimenKind]: (d: RegimenDraft) => Extract<Regimen, { kind: K }> } = {
  pca: (d) => ({
    kind: 'pca',
    demand: amountText(d.demand),
    lockout: amountText(d.lockout),
    basal: ratesOf(d, d.basal),
    ...optional('loading', d.loading),
    ...bolusesOf(d),
    ...(hasScheduled(d) && {
      scheduled: { dose: amountText(d.scheduledDose), every: amountText(d.scheduledEvery) },
    }),
    limit: limitOf(d),
    ...titrationText(d, d.titrateOf),
    ...(d.maxDosesPerHour === '' ? {} : { maxDosesPerHour: d.maxDosesPerHour }),
  }),
  intermittent: (d) => ({
    kind: 'intermittent',
    dose: amountText(d.dose),
    ...optional('over', d.over),
    every: amountText(d.doseEvery),
    ...optional('kvo', d.kvo),
    ...optional('loading', d.loading),
    ...titrationText(d, 'dose'),
  }),
  continuous: (d) => ({
    kind: 'continuous',
    rate: ratesOf(d, d.rate),
    ...optional('loading', d.loading),
    ...titrationText(d, 'rate'),
    ...bolusesOf(d),
  }),
  taper: (d) => ({
    kind: 'taper',
    steps: d.steps.map((s) => ({ rate: amountText(s.rate), lasts: amountText(s.lasts) })),
    ...optional('loading', d.loading),
  }),
  'nerve-block': (d) => ({
    kind: 'nerve-block',
    rate: amountText(d.rate),
    ...(hasPatientBolus(d) ? { bolus: { dose: amountText(d.demand), lockout: amountText(d.lockout) } } : {}),
    through:
      d.through === 'elastomeric'
        ? { kind: 'elastomeric', tolerance: amountText(d.tolerance) }
        : { kind: 'pump' },
  }),
};

function limitOf(d: RegimenDraft): Extract<Regimen, { kind: 'pca' }>['limit'] {
  const window = amountText(d.limitWindow);
  const [also, alsoWindow] = [amountText(d.secondAmount), amountText(d.secondWindow)];
  if (d.limitKind === 'amount')
    return {
      kind: 'amount',
      amount: amountText(d.limitAmount),
      window,
      ...(!(isBlank(d.secondAmount) && isBlank(d.secondWindow)) && {
        and: { amount: also, window: alsoWindow },
      }),
    };
  return d.limitKind === 'doses' ? { kind: 'doses', count: d.limitCount, window } : { kind: 'none' };
}

/** What is sent of the chosen kind; what was typed for another stays in the form. */
export const regimenOf = (d: RegimenDraft): Regimen => SEND[d.kind](d);

/** A saved regimen, opened for change. */
export function regimenDraft(r: Regimen, unit: string): RegimenDraft {
  const empty = emptyRegimen(unit);
  const rate = `${unit}/h`;
  const loading = amountOf('loading' in r ? r.loading : undefined, unit);
  switch (r.kind) {
    case 'pca':
      return { ...empty, ...pcaDraft(r, unit), loading };
    case 'intermittent':
      return {
        ...empty,
        kind: r.kind,
        dose: amountOf(r.dose, unit),
        over: amountOf(r.over, 'min'),
        doseEvery: amountOf(r.every, 'h'),
        kvo: amountOf(r.kvo, rate),
        loading,
        ...titrationDraft(r.titration, unit),
      };
    case 'continuous':
      return {
        ...empty,
        kind: r.kind,
        ...nightDraft(r.rate, rate),
        ...titrationDraft(r.titration, unit),
        rate: amountOf(dayOf(r.rate), rate),
        loading,
        ...bolusDraft(r.clinicianBolus, unit),
      };
    case 'taper':
      return {
        ...empty,
        kind: r.kind,
        steps: r.steps.map((s) => ({ rate: amountOf(s.rate, rate), lasts: amountOf(s.lasts, 'h') })),
        loading,
      };
    case 'nerve-block':
      return {
        ...empty,
        kind: r.kind,
        rate: amountOf(r.rate, rate),
        demand: amountOf(r.bolus?.dose, unit),
        lockout: amountOf(r.bolus?.lockout, 'min'),
        through: r.through.kind,
        tolerance: amountOf(r.through.kind === 'elastomeric' ? r.through.tolerance : undefined, '%'),
      };
  }
}

const dayOf = (b: Basal): string => (typeof b === 'string' ? b : b.day);

function nightDraft(
  b: Basal,
  unit: string,
): Pick<RegimenDraft, 'night' | 'nightRate' | 'nightFrom' | 'nightTo'> {
  const two = typeof b === 'string' ? null : b;
  return {
    night: two !== null,
    nightRate: amountOf(two?.night, unit),
    nightFrom: two?.nightFrom ?? '',
    nightTo: two?.nightTo ?? '',
  };
}

function bolusDraft(
  bolus: Extract<Regimen, { kind: 'pca' }>['clinicianBolus'],
  unit: string,
): Pick<RegimenDraft, 'bolusDose' | 'bolusInterval' | 'bolusMost' | 'bolusPer'> {
  return {
    bolusDose: amountOf(bolus?.dose, unit),
    bolusInterval: amountOf(bolus?.interval, 'min'),
    bolusMost: bolus?.most ?? '',
    bolusPer: amountOf(bolus?.per, 'h'),
  };
}

function pcaDraft(r: Extract<Regimen, { kind: 'pca' }>, unit: string): Partial<RegimenDraft> {
  const window = r.limit.kind === 'none' ? undefined : r.limit.window;
  return {
    kind: 'pca',
    demand: amountOf(r.demand, unit),
    lockout: amountOf(r.lockout, 'min'),
    ...nightDraft(r.basal, `${unit}/h`),
    basal: amountOf(dayOf(r.basal), `${unit}/h`),
    ...bolusDraft(r.clinicianBolus, unit),
    ...titrationDraft(r.titration, unit),
    scheduledDose: amountOf(r.scheduled?.dose, unit),
    scheduledEvery: amountOf(r.scheduled?.every, 'min'),
    limitKind: r.limit.kind,
    limitAmount: amountOf(r.limit.kind === 'amount' ? r.limit.amount : undefined, unit),
    limitCount: r.limit.kind === 'doses' ? r.limit.count : '',
    limitWindow: amountOf(window, 'h'),
    secondAmount: amountOf(r.limit.kind === 'amount' ? r.limit.and?.amount : undefined, unit),
    secondWindow: amountOf(r.limit.kind === 'amount' ? r.limit.and?.window : undefined, 'h'),
    maxDosesPerHour: r.maxDosesPerHour ?? '',
  };
}
