import type { IssueLike } from '../../messages.ts';
import { amountIssue, type Amount } from '../../ui/amount.ts';
import { hasBolus, type OrderDraft } from './draft.ts';

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
): FieldRow => ({ path, label, card, value, needed });

/** Every field of an order, once: its path in refusals, its name, the card that holds it. */
export const FIELDS: readonly FieldRow[] = [
  row('drug', 'drug', 'order', (d) => d.drug),
  row('route', 'route', 'order', (d) => d.route),
  row('firstOrder', 'first order or not', 'order', (d) => d.firstOrder),
  row('naloxone', 'naloxone', 'order', (d) => d.naloxone),
  row('regimen.demand', 'demand dose', 'order', (d) => d.demand),
  row('regimen.lockout', 'lockout', 'order', (d) => d.lockout),
  row('regimen.basal', 'basal rate', 'order', (d) => d.basal),
  row('regimen.loading', 'loading dose', 'order', (d) => d.loading, never),
  row('regimen.limit.kind', 'limit, or none', 'order', (d) => d.limitKind),
  row(
    'regimen.limit.amount',
    'limit',
    'order',
    (d) => d.limitAmount,
    (d) => d.limitKind === 'amount',
  ),
  row(
    'regimen.limit.window',
    'limit window',
    'order',
    (d) => d.limitWindow,
    (d) => d.limitKind === 'amount',
  ),
  row('regimen.maxDosesPerHour', 'max doses per hour', 'order', (d) => d.maxDosesPerHour, never),
  row('regimen.clinicianBolus.dose', 'clinician bolus', 'order', (d) => d.bolusDose, hasBolus),
  row('regimen.clinicianBolus.interval', 'bolus interval', 'order', (d) => d.bolusInterval, hasBolus),
  row('regimen.clinicianBolus.most', 'boluses at most', 'order', (d) => d.bolusMost, hasBolus),
  row('regimen.clinicianBolus.per', 'within', 'order', (d) => d.bolusPer, hasBolus),
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
  row('pump', 'pump', 'pump', (d) => d.pump),
];

/** Fields of the form that are no part of what is checked, but of what is saved. */
export const SAVED_FIELDS: readonly string[] = ['rx', 'prescriberId', 'note', 'reason'];
export const FIELD_PATHS: readonly string[] = [...FIELDS.map((f) => f.path), ...SAVED_FIELDS];

const blank = (value: Amount | string): boolean =>
  typeof value === 'string' ? value === '' : value.number === '';

/** What still has to be filled in before the order can be read at all. */
export const missingFields = (d: OrderDraft): readonly FieldRow[] =>
  FIELDS.filter(
    (f) => !(d.kept.regimen && f.path.startsWith('regimen.')) && f.needed(d) && blank(f.value(d)),
  );

/** Refusals of what is already typed, by the host's own parser, while other fields are still empty. */
export const typedIssues = (d: OrderDraft): IssueLike[] =>
  FIELDS.flatMap((f) => {
    const value = f.value(d);
    return typeof value === 'string' ? [] : amountIssue(value, f.path);
  });

/** The field's own name, for a sentence about it. */
export const labelOf = (path: string): string =>
  FIELDS.find((f) => f.path === path)?.label ?? path.replaceAll('.', ' › ');

export const cardOf = (path: string): Card | null =>
  FIELDS.find((f) => f.path === path || path.startsWith(`${f.path}.`))?.card ?? null;
