import type { OrderContent } from '../../../engine/order/order.ts';
import { amount, amountOf, amountText, isBlank, type Amount } from '../../ui/amount.ts';
import { instantAt, wallClock } from '../../ui/dates.ts';
import { courseDraft, courseOf, emptyCourse, type CourseDraft } from './draft-course.ts';
import {
  emptyRegimen,
  hasPresses,
  optional,
  regimenDraft,
  regimenInUnit,
  regimenOf,
  type RegimenDraft,
} from './draft-regimen.ts';

/** A medicine beside the infusion, as it is typed. */
export interface CompanionDraft {
  readonly drug: string;
  readonly dose: Amount;
  readonly route: string;
  readonly kind: '' | 'scheduled' | 'prn';
  readonly every: Amount;
  readonly mostPerDay: string;
}

/** A further drug of the container, as it is typed. */
export interface AlsoDraft {
  readonly drug: string;
  readonly strength: Amount;
  readonly vialVolume: Amount;
  readonly amount: Amount;
  /** its concentration in what the line still holds */
  readonly inLine: Amount;
}

/**
 * An order as it is being typed. Text and choices only; an empty choice is "not chosen", and nothing clinical has a
 * default. `contentOf` joins it to what the host reads, without trimming or repairing anything.
 */
export interface OrderDraft extends RegimenDraft, CourseDraft {
  readonly prescriberId: string;
  readonly rx: string;
  readonly drug: string;
  readonly route: string;
  readonly firstOrder: '' | 'yes' | 'no';
  readonly naloxone: '' | OrderContent['naloxone'];
  /** as the prescriber ordered it */
  readonly concentration: Amount;
  readonly companions: readonly CompanionDraft[];
  readonly startDate: string;
  readonly startTime: string;
  readonly duration: Amount;
  readonly every: Amount;
  readonly count: string;
  readonly method: '' | OrderContent['preparation']['method'];
  readonly strength: Amount;
  readonly vialVolume: Amount;
  readonly drugAmount: Amount;
  readonly also: readonly AlsoDraft[];
  readonly finalVolume: Amount;
  readonly nominal: Amount;
  readonly overfill: Amount;
  readonly diluent: string;
  readonly container: '' | OrderContent['preparation']['container'];
  readonly capacity: Amount;
  readonly containers: string;
  readonly priming: Amount;
  readonly residual: Amount;
  /** what the line still holds of the container before */
  readonly lineVolume: Amount;
  readonly lineConcentration: Amount;
  readonly storage: '' | OrderContent['preparation']['storage'];
  readonly pump: string;
  /** the protocol that it started from; empty: none */
  readonly protocol: string;
  readonly note: string;
}

export const emptyCompanion: CompanionDraft = {
  drug: '',
  dose: amount('mg'),
  route: '',
  kind: '',
  every: amount('h'),
  mostPerDay: '',
};
export const emptyAlso: AlsoDraft = {
  drug: '',
  strength: amount('mg/mL'),
  vialVolume: amount('mL'),
  amount: amount('mg'),
  inLine: amount('mg/mL'),
};

export const emptyDraft = (pump: string): OrderDraft => ({
  ...emptyRegimen(),
  ...emptyCourse(),
  prescriberId: '',
  rx: '',
  drug: '',
  route: '',
  firstOrder: '',
  naloxone: '',
  concentration: amount('mg/mL'),
  companions: [],
  startDate: '',
  startTime: '',
  duration: amount('h'),
  every: amount('h'),
  count: '',
  method: '',
  strength: amount('mg/mL'),
  vialVolume: amount('mL'),
  drugAmount: amount('mg'),
  also: [],
  finalVolume: amount('mL'),
  nominal: amount('mL'),
  overfill: amount('mL'),
  diluent: '',
  container: '',
  capacity: amount('mL'),
  containers: '',
  priming: amount('mL'),
  residual: amount('mL'),
  lineVolume: amount('mL'),
  lineConcentration: amount('mg/mL'),
  storage: '',
  pump,
  protocol: '',
  note: '',
});

/** What the line still holds: either half asks for the other. */
export const hasLine = (d: OrderDraft): boolean => !isBlank(d.lineVolume) || !isBlank(d.lineConcentration);

/** The units follow the drug's own. */
export function withDrug(d: OrderDraft, drug: string, unit: string): OrderDraft {
  return {
    ...d,
    ...regimenInUnit(d, unit),
    drug,
    route: '',
    amountBefore: { ...d.amountBefore, unit },
    concentration: { ...d.concentration, unit: `${unit}/mL` },
    lineConcentration: { ...d.lineConcentration, unit: `${unit}/mL` },
    strength: amount(`${unit}/mL`),
    vialVolume: amount('mL'),
    drugAmount: { ...d.drugAmount, unit },
  };
}

/** What is sent for checking and saving. Only what was filled in of the optional fields. */
export function contentOf(d: OrderDraft, zone: string): OrderContent {
  const common = {
    vial: { strength: amountText(d.strength), volume: amountText(d.vialVolume) },
    diluent: d.diluent,
    drugAmount: amountText(d.drugAmount),
    container: d.container as OrderContent['preparation']['container'],
    containers: d.containers,
    storage: d.storage as OrderContent['preparation']['storage'],
    ...optional('capacity', d.capacity),
    ...optional('priming', d.priming),
    ...optional('residual', d.residual),
    ...(hasLine(d)
      ? { lineHolds: { volume: amountText(d.lineVolume), concentration: amountText(d.lineConcentration) } }
      : {}),
    ...(d.also.length === 0
      ? {}
      : {
          also: d.also.map((x) => ({
            drug: x.drug,
            vial: { strength: amountText(x.strength), volume: amountText(x.vialVolume) },
            amount: amountText(x.amount),
            ...optional('lineHolds', x.inLine),
          })),
        }),
  };
  const method = d.method === '' ? 'exact-fill' : d.method;
  const bag = { nominal: amountText(d.nominal), overfill: amountText(d.overfill) };
  return {
    drug: d.drug,
    route: d.route,
    firstOrder: d.firstOrder === 'yes',
    naloxone: d.naloxone as OrderContent['naloxone'],
    regimen: regimenOf(d),
    sessions: {
      start: instantAt(d.startDate, d.startTime, zone),
      duration: amountText(d.duration),
      every: amountText(d.every),
      count: d.count,
    },
    preparation:
      method === 'exact-fill'
        ? { method, finalVolume: amountText(d.finalVolume), ...common }
        : { method, bag, ...common },
    pump: d.pump,
    ...(d.protocol === '' ? {} : { protocol: d.protocol }),
    ...optional('concentration', d.concentration),
    ...courseOf(d, zone, hasPresses(d)),
    ...(d.companions.length === 0
      ? {}
      : {
          companions: d.companions.map((c) => ({
            drug: c.drug,
            dose: amountText(c.dose),
            route: c.route,
            kind: c.kind === '' ? 'scheduled' : c.kind,
            every: amountText(c.every),
            mostPerDay: c.mostPerDay,
          })),
        }),
    ...(d.note === '' ? {} : { note: d.note }),
  };
}

/** A saved order, opened for change. */
export function draftOf(c: OrderContent, prescriberId: string, rx: string, zone: string): OrderDraft {
  const { preparation: p } = c;
  const unit = amountOf(p.drugAmount, 'mg').unit;
  const start = wallClock(new Date(c.sessions.start), zone);
  return {
    ...regimenDraft(c.regimen, unit),
    ...courseDraft(c.course, unit, zone),
    prescriberId,
    rx,
    drug: c.drug,
    route: c.route,
    firstOrder: c.firstOrder ? 'yes' : 'no',
    naloxone: c.naloxone,
    concentration: amountOf(c.concentration, `${unit}/mL`),
    companions: (c.companions ?? []).map((m) => ({
      drug: m.drug,
      dose: amountOf(m.dose, 'mg'),
      route: m.route,
      kind: m.kind,
      every: amountOf(m.every, 'h'),
      mostPerDay: m.mostPerDay,
    })),
    startDate: start.date,
    startTime: start.time,
    duration: amountOf(c.sessions.duration, 'h'),
    every: amountOf(c.sessions.every, 'h'),
    count: c.sessions.count,
    method: p.method,
    strength: amountOf(p.vial.strength, `${unit}/mL`),
    vialVolume: amountOf(p.vial.volume, 'mL'),
    drugAmount: amountOf(p.drugAmount, unit),
    also: (p.also ?? []).map((x) => ({
      drug: x.drug,
      strength: amountOf(x.vial.strength, 'mg/mL'),
      vialVolume: amountOf(x.vial.volume, 'mL'),
      amount: amountOf(x.amount, 'mg'),
      inLine: amountOf(x.lineHolds, `${amountOf(x.amount, 'mg').unit}/mL`),
    })),
    finalVolume: p.method === 'exact-fill' ? amountOf(p.finalVolume, 'mL') : amount('mL'),
    nominal: p.method === 'exact-fill' ? amount('mL') : amountOf(p.bag.nominal, 'mL'),
    overfill: p.method === 'exact-fill' ? amount('mL') : amountOf(p.bag.overfill, 'mL'),
    diluent: p.diluent,
    container: p.container,
    capacity: amountOf(p.capacity, 'mL'),
    containers: p.containers,
    priming: amountOf(p.priming, 'mL'),
    residual: amountOf(p.residual, 'mL'),
    lineVolume: amountOf(p.lineHolds?.volume, 'mL'),
    lineConcentration: amountOf(p.lineHolds?.concentration, `${unit}/mL`),
    storage: p.storage,
    pump: c.pump,
    protocol: c.protocol ?? '',
    note: c.note ?? '',
  };
}
