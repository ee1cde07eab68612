import type { Refusal } from '../../../words/refusal.ts';
import { amountIssue, amountText, type Amount } from '../../ui/amount.ts';
import { hasLine, type OrderDraft } from './draft.ts';
import { isTitrated } from './draft-titration.ts';
import { hasBolus, hasPatientBolus, hasPresses, hasScheduled, takesBoluses } from './draft-regimen.ts';

export type Card = 'order' | 'bag' | 'pump' | 'receive' | 'print';
export const CARDS: readonly Card[] = ['order', 'bag', 'pump', 'receive', 'print'];

interface FieldRow {
  /** where the host names it in a refusal */
  readonly path: string;
  readonly label: string;
  readonly card: Card;
  readonly value: (d: OrderDraft) => Amount | string;
  /** whether the order can not be read without it */
  readonly needed: (d: OrderDraft) => boolean;
  readonly shown: (d: OrderDraft) => boolean;
}

const always = () => true;
const never = () => false;
const inBag = (d: OrderDraft) => d.method !== '' && d.method !== 'exact-fill';
const row = (
  path: string,
  label: string,
  card: Card,
  value: FieldRow['value'],
  needed: FieldRow['needed'] = always,
): FieldRow => ({ path, label, card, value, needed, shown: always });

const pca = (d: OrderDraft) => d.kind === 'pca';
const block = (d: OrderDraft) => d.kind === 'nerve-block';
const isContinuous = (d: OrderDraft) => d.kind === 'continuous';
const pcaByNight = (d: OrderDraft) => pca(d) && d.night;
const byNight = (d: OrderDraft) => isContinuous(d) && d.night;
/** A field that the form shows only then: what stands in it otherwise is kept, and neither asked for nor refused. */
const when = (shown: FieldRow['shown'], field: FieldRow): FieldRow => ({ ...field, shown });
const of = (
  kind: OrderDraft['kind'],
  path: string,
  label: string,
  value: FieldRow['value'],
  needed: FieldRow['needed'] = always,
): FieldRow => when((d) => d.kind === kind, row(path, label, 'order', value, needed));

const nightRows = (shown: FieldRow['shown'], path: string, day: FieldRow['value']): readonly FieldRow[] =>
  [
    row(`${path}.day`, 'day rate', 'order', day),
    row(`${path}.night`, 'night rate', 'order', (d) => d.nightRate),
    row(`${path}.nightFrom`, 'night from', 'order', (d) => d.nightFrom),
    row(`${path}.nightTo`, 'night to', 'order', (d) => d.nightTo),
  ].map((field) => when(shown, field));
const byHand = (key: string, label: string, value: FieldRow['value']): FieldRow =>
  when(takesBoluses, row(`regimen.clinicianBolus.${key}`, label, 'order', value, hasBolus));

const changing = (
  key: string,
  label: string,
  value: FieldRow['value'],
  needed: FieldRow['needed'],
): FieldRow => when(isTitrated, row(`regimen.titration.${key}`, label, 'order', value, needed));

/** Every field of an order, once: its path in refusals, its name, the card that holds it. */
export const FIELDS: readonly FieldRow[] = [
  row('drug', 'drug', 'order', (d) => d.drug),
  row('route', 'route', 'order', (d) => d.route),
  row('firstOrder', 'first order or not', 'order', (d) => d.firstOrder),
  row('naloxone', 'naloxone', 'order', (d) => d.naloxone),
  row('regimen.kind', 'kind of regimen', 'order', (d) => d.kind),
  of('pca', 'regimen.demand', 'demand dose', (d) => d.demand),
  of('pca', 'regimen.lockout', 'lockout', (d) => d.lockout),
  when(
    (d) => pca(d) && !d.night,
    row('regimen.basal', 'basal rate', 'order', (d) => d.basal),
  ),
  ...nightRows(pcaByNight, 'regimen.basal', (d) => d.basal),
  of('pca', 'regimen.limit.kind', 'limit, or none', (d) => d.limitKind),
  when(
    (d) => pca(d) && d.limitKind === 'amount',
    row('regimen.limit.amount', 'limit', 'order', (d) => d.limitAmount),
  ),
  when(
    (d) => pca(d) && d.limitKind === 'doses',
    row('regimen.limit.count', 'doses at most', 'order', (d) => d.limitCount),
  ),
  when(
    (d) => pca(d) && (d.limitKind === 'amount' || d.limitKind === 'doses'),
    row('regimen.limit.window', 'limit window', 'order', (d) => d.limitWindow),
  ),
  of('pca', 'regimen.maxDosesPerHour', 'max doses per hour', (d) => d.maxDosesPerHour, never),
  byHand('dose', 'clinician bolus', (d) => d.bolusDose),
  byHand('interval', 'bolus interval', (d) => d.bolusInterval),
  byHand('most', 'boluses at most', (d) => d.bolusMost),
  byHand('per', 'within', (d) => d.bolusPer),
  of('pca', 'regimen.scheduled.dose', 'scheduled bolus', (d) => d.scheduledDose, hasScheduled),
  of(
    'pca',
    'regimen.scheduled.every',
    'interval of the scheduled bolus',
    (d) => d.scheduledEvery,
    hasScheduled,
  ),
  changing('start', 'programmed at start', (d) => d.titrateStart, always),
  changing('by', 'changed by', (d) => d.titrateBy, never),
  changing('every', 'changed not sooner than', (d) => d.titrateEvery, never),
  changing('until', 'until', (d) => d.titrateUntil, never),
  changing('changedBy', 'changed by whom', (d) => d.titrateWho, always),
  of('intermittent', 'regimen.dose', 'dose', (d) => d.dose),
  of('intermittent', 'regimen.over', 'duration of a dose', (d) => d.over, never),
  of('intermittent', 'regimen.every', 'interval of doses', (d) => d.doseEvery),
  of('intermittent', 'regimen.kvo', 'KVO between doses', (d) => d.kvo, never),
  when(
    (d) => (isContinuous(d) && !d.night) || block(d),
    row('regimen.rate', 'rate', 'order', (d) => d.rate),
  ),
  ...nightRows(byNight, 'regimen.rate', (d) => d.rate),
  of('nerve-block', 'regimen.bolus.dose', 'patient bolus', (d) => d.demand, hasPatientBolus),
  of('nerve-block', 'regimen.bolus.lockout', 'lockout', (d) => d.lockout, hasPatientBolus),
  of('nerve-block', 'regimen.through.kind', 'pump or elastomeric device', (d) => d.through),
  when(
    (d) => block(d) && d.through === 'elastomeric',
    row('regimen.through.tolerance', 'tolerance of the flow', 'order', (d) => d.tolerance),
  ),
  when(
    (d) => !block(d),
    row('regimen.loading', 'loading dose', 'order', (d) => d.loading, never),
  ),
  row('concentration', 'concentration ordered', 'order', (d) => d.concentration, never),
  row('course.indication', 'indication', 'order', (d) => d.indication, never),
  when(
    hasPresses,
    row('course.dosesPerHour', 'doses an hour, expected', 'order', (d) => d.dosesPerHour, never),
  ),
  row('course.daysBefore', 'days with it before', 'order', (d) => d.daysBefore, never),
  row('course.amountBefore', 'given in all before', 'order', (d) => d.amountBefore, never),
  row('course.doseChangedAt', 'dose last changed', 'order', (d) => d.changedDate, never),
  row('course.loadingOver', 'time of the loading dose', 'order', (d) => d.loadingOver, never),
  row('course.taper', 'taper at the end', 'order', (d) => d.taperOver, never),
  row('course.preservativeFree', 'preservative-free', 'order', (d) => d.preservativeFree, never),
  row('course.epinephrine', 'epinephrine', 'order', (d) => d.epinephrine, never),
  row('sessions.start', 'start', 'order', (d) =>
    d.startDate === '' || d.startTime === '' ? '' : `${d.startDate} ${d.startTime}`,
  ),
  row('sessions.duration', 'session length', 'order', (d) => d.duration),
  row('sessions.every', 'from start to start', 'order', (d) => d.every),
  row('sessions.count', 'sessions', 'order', (d) => d.count),
  row('preparation.method', 'method', 'bag', (d) => d.method),
  row('preparation.vial.strength', 'product strength', 'bag', (d) => d.strength),
  row('preparation.vial.volume', 'product volume', 'bag', (d) => d.vialVolume),
  row('preparation.drugAmount', 'drug in one container', 'bag', (d) => d.drugAmount),
  row(
    'preparation.finalVolume',
    'final volume',
    'bag',
    (d) => d.finalVolume,
    (d) => d.method === 'exact-fill',
  ),
  row('preparation.bag.nominal', 'bag, nominal', 'bag', (d) => d.nominal, inBag),
  row('preparation.bag.overfill', 'bag, overfill', 'bag', (d) => d.overfill, inBag),
  row('preparation.diluent', 'diluent', 'bag', (d) => d.diluent),
  row('preparation.container', 'container', 'bag', (d) => d.container),
  row('preparation.containers', 'containers', 'bag', (d) => d.containers),
  row('preparation.storage', 'storage', 'bag', (d) => d.storage),
  row('preparation.capacity', 'capacity', 'bag', (d) => d.capacity, never),
  row('preparation.priming', 'priming', 'bag', (d) => d.priming, never),
  row('preparation.residual', 'residual', 'bag', (d) => d.residual, never),
  row('preparation.lineHolds.volume', 'volume in the line', 'bag', (d) => d.lineVolume, hasLine),
  row(
    'preparation.lineHolds.concentration',
    'concentration in the line',
    'bag',
    (d) => d.lineConcentration,
    hasLine,
  ),
  row('pump', 'pump', 'pump', (d) => d.pump),
];

/** The fields of the lists: steps of a taper, further drugs, companions. */
const listed = (d: OrderDraft): FieldRow[] => [
  ...(d.kind === 'taper' ? d.steps : []).flatMap((s, i) => [
    row(`regimen.steps.${i}.rate`, `rate of step ${i + 1}`, 'order', () => s.rate),
    row(`regimen.steps.${i}.lasts`, `time of step ${i + 1}`, 'order', () => s.lasts),
  ]),
  ...d.companions.flatMap((c, i) => [
    row(`companions.${i}.drug`, `companion ${i + 1}`, 'order', () => c.drug),
    row(`companions.${i}.dose`, `dose of companion ${i + 1}`, 'order', () => c.dose),
    row(`companions.${i}.route`, `route of companion ${i + 1}`, 'order', () => c.route),
    row(`companions.${i}.kind`, `scheduled or as needed ${i + 1}`, 'order', () => c.kind),
    row(`companions.${i}.every`, `interval of companion ${i + 1}`, 'order', () => c.every),
    row(`companions.${i}.mostPerDay`, `most in 24 h of companion ${i + 1}`, 'order', () => c.mostPerDay),
  ]),
  ...d.also.flatMap((x, i) => [
    row(`preparation.also.${i}.drug`, `further drug ${i + 1}`, 'bag', () => x.drug),
    row(`preparation.also.${i}.vial.strength`, `strength of drug ${i + 2}`, 'bag', () => x.strength),
    row(`preparation.also.${i}.vial.volume`, `volume of drug ${i + 2}`, 'bag', () => x.vialVolume),
    row(`preparation.also.${i}.amount`, `amount of drug ${i + 2}`, 'bag', () => x.amount),
    row(`preparation.also.${i}.lineHolds`, `drug ${i + 2} in the line`, 'bag', () => x.inLine, never),
  ]),
];
const shownFields = (d: OrderDraft): readonly FieldRow[] => [
  ...FIELDS.filter((f) => f.shown(d)),
  ...listed(d),
];

const textOf = (value: Amount | string): string =>
  typeof value === 'string' ? value : blank(value) ? '' : amountText(value);
/** What stands in each field that the form shows, by the field's name. */
export const fieldTexts = (d: OrderDraft, prescriber: (id: string) => string): ReadonlyMap<string, string> =>
  new Map([
    ['Rx number', d.rx],
    ['prescriber', prescriber(d.prescriberId)],
    ...shownFields(d).map((f): [string, string] => [f.label, textOf(f.value(d))]),
    ['note', d.note],
  ]);

/** Fields of the form that are no part of what is checked, but of what is saved. */
const SAVED_FIELDS: readonly string[] = ['rx', 'prescriberId', 'note', 'reason'];
/** Where a refusal has a field to stand at. */
export const fieldPaths = (d: OrderDraft): readonly string[] => [
  ...shownFields(d).map((f) => f.path),
  ...SAVED_FIELDS,
];

const blank = (value: Amount | string): boolean =>
  typeof value === 'string' ? value === '' : value.number === '';

/** What still has to be filled in before the order can be read at all. */
export const missingFields = (d: OrderDraft): readonly FieldRow[] =>
  shownFields(d).filter((f) => f.needed(d) && blank(f.value(d)));

/** Refusals of what is already typed, by the host's own parser, while other fields are still empty. */
export const typedIssues = (d: OrderDraft): Refusal[] =>
  shownFields(d).flatMap((f) => {
    const value = f.value(d);
    return typeof value === 'string' ? [] : amountIssue(value, f.path);
  });

/** The field's own name, for a sentence about it. */
export const labelOf = (path: string): string =>
  FIELDS.find((f) => f.path === path)?.label ?? path.replaceAll('.', ' › ');

/** Lists are named as a whole. */
const LISTS: readonly (readonly [string, Card])[] = [
  ['regimen.steps', 'order'],
  ['companions', 'order'],
  ['preparation.also', 'bag'],
];

export const cardOf = (path: string): Card | null =>
  FIELDS.find((f) => f.path === path || path.startsWith(`${f.path}.`))?.card ??
  LISTS.find(([list]) => path === list || path.startsWith(`${list}.`))?.[1] ??
  null;
