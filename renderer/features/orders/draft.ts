import type { OrderContent } from '../../../engine/order.ts';
import { amount, amountOf, amountText, isBlank, type Amount } from '../../ui/amount.ts';
import { instantAt, wallClock } from '../../ui/dates.ts';

/**
 * An order as it is being typed. Text and choices only; an empty choice is "not chosen", and nothing clinical has a
 * default. `contentOf` joins it to what the host reads, without trimming or repairing anything.
 */
export interface OrderDraft {
  readonly prescriberId: string;
  readonly rx: string;
  readonly drug: string;
  readonly route: string;
  readonly firstOrder: '' | 'yes' | 'no';
  readonly naloxone: '' | OrderContent['naloxone'];
  readonly demand: Amount;
  readonly lockout: Amount;
  readonly basal: Amount;
  readonly loading: Amount;
  readonly bolusDose: Amount;
  readonly bolusInterval: Amount;
  readonly bolusMost: string;
  readonly bolusPer: Amount;
  readonly limitKind: '' | 'none' | 'amount';
  readonly limitAmount: Amount;
  readonly limitWindow: Amount;
  readonly maxDosesPerHour: string;
  readonly startDate: string;
  readonly startTime: string;
  readonly duration: Amount;
  readonly every: Amount;
  readonly count: string;
  readonly method: '' | OrderContent['preparation']['method'];
  readonly strength: Amount;
  readonly vialVolume: Amount;
  readonly drugAmount: Amount;
  readonly finalVolume: Amount;
  readonly nominal: Amount;
  readonly overfill: Amount;
  readonly diluent: string;
  readonly container: '' | OrderContent['preparation']['container'];
  readonly capacity: Amount;
  readonly containers: string;
  readonly priming: Amount;
  readonly residual: Amount;
  readonly storage: '' | OrderContent['preparation']['storage'];
  readonly pump: string;
  readonly note: string;
  /** parts of a saved order that this form does not show: they go back as they came */
  readonly kept: {
    readonly regimen: OrderContent['regimen'] | null;
    readonly companions: OrderContent['companions'];
    readonly also: OrderContent['preparation']['also'];
    readonly lineHolds: OrderContent['preparation']['lineHolds'];
  };
}

export const emptyDraft = (pump: string): OrderDraft => ({
  prescriberId: '',
  rx: '',
  drug: '',
  route: '',
  firstOrder: '',
  naloxone: '',
  demand: amount('mg'),
  lockout: amount('min'),
  basal: amount('mg/h'),
  loading: amount('mg'),
  bolusDose: amount('mg'),
  bolusInterval: amount('min'),
  bolusMost: '',
  bolusPer: amount('h'),
  limitKind: '',
  limitAmount: amount('mg'),
  limitWindow: amount('h'),
  maxDosesPerHour: '',
  startDate: '',
  startTime: '',
  duration: amount('h'),
  every: amount('h'),
  count: '',
  method: '',
  strength: amount('mg/mL'),
  vialVolume: amount('mL'),
  drugAmount: amount('mg'),
  finalVolume: amount('mL'),
  nominal: amount('mL'),
  overfill: amount('mL'),
  diluent: '',
  container: '',
  capacity: amount('mL'),
  containers: '',
  priming: amount('mL'),
  residual: amount('mL'),
  storage: '',
  pump,
  note: '',
  kept: { regimen: null, companions: undefined, also: undefined, lineHolds: undefined },
});

const inUnit = (a: Amount, next: string): Amount => (a.unit.includes('/kg') ? a : { ...a, unit: next });

/** The units follow the drug's own; a unit by body weight that was chosen stays. */
export function withDrug(d: OrderDraft, drug: string, unit: string): OrderDraft {
  return {
    ...d,
    drug,
    route: '',
    strength: amount(`${unit}/mL`),
    vialVolume: amount('mL'),
    demand: inUnit(d.demand, unit),
    loading: inUnit(d.loading, unit),
    bolusDose: inUnit(d.bolusDose, unit),
    basal: inUnit(d.basal, `${unit}/h`),
    limitAmount: { ...d.limitAmount, unit },
    drugAmount: { ...d.drugAmount, unit },
  };
}

export const hasBolus = (d: OrderDraft): boolean =>
  !isBlank(d.bolusDose) || !isBlank(d.bolusInterval) || d.bolusMost !== '' || !isBlank(d.bolusPer);

const optional = <K extends string>(key: K, a: Amount) =>
  isBlank(a) ? {} : ({ [key]: amountText(a) } as Record<K, string>);

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
    ...(d.kept.also ? { also: d.kept.also } : {}),
    ...(d.kept.lineHolds ? { lineHolds: d.kept.lineHolds } : {}),
  };
  const method = d.method === '' ? 'exact-fill' : d.method;
  const bag = { nominal: amountText(d.nominal), overfill: amountText(d.overfill) };
  return {
    drug: d.drug,
    route: d.route,
    firstOrder: d.firstOrder === 'yes',
    naloxone: d.naloxone as OrderContent['naloxone'],
    regimen: d.kept.regimen ?? {
      kind: 'pca',
      demand: amountText(d.demand),
      lockout: amountText(d.lockout),
      basal: amountText(d.basal),
      ...optional('loading', d.loading),
      ...(hasBolus(d)
        ? {
            clinicianBolus: {
              dose: amountText(d.bolusDose),
              interval: amountText(d.bolusInterval),
              most: d.bolusMost,
              per: amountText(d.bolusPer),
            },
          }
        : {}),
      limit:
        d.limitKind === 'amount'
          ? { kind: 'amount', amount: amountText(d.limitAmount), window: amountText(d.limitWindow) }
          : { kind: 'none' },
      ...(d.maxDosesPerHour === '' ? {} : { maxDosesPerHour: d.maxDosesPerHour }),
    },
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
    ...(d.kept.companions ? { companions: d.kept.companions } : {}),
    ...(d.note === '' ? {} : { note: d.note }),
  };
}

type Regimen = OrderContent['regimen'];
type PlainPca = Extract<Regimen, { kind: 'pca' }> & { basal: string };
const isPlainPca = (r: Regimen): r is PlainPca =>
  r.kind === 'pca' && typeof r.basal === 'string' && r.limit.kind !== 'doses';

function pcaDraft(regimen: Regimen, unit: string) {
  const r = isPlainPca(regimen) ? regimen : null;
  const bolus = r?.clinicianBolus;
  const limit = r?.limit.kind === 'amount' ? r.limit : undefined;
  return {
    demand: amountOf(r?.demand, unit),
    lockout: amountOf(r?.lockout, 'min'),
    basal: amountOf(r?.basal, `${unit}/h`),
    loading: amountOf(r?.loading, unit),
    bolusDose: amountOf(bolus?.dose, unit),
    bolusInterval: amountOf(bolus?.interval, 'min'),
    bolusMost: bolus?.most ?? '',
    bolusPer: amountOf(bolus?.per, 'h'),
    limitKind: r ? (limit ? ('amount' as const) : ('none' as const)) : ('' as const),
    limitAmount: amountOf(limit?.amount, unit),
    limitWindow: amountOf(limit?.window, 'h'),
    maxDosesPerHour: r?.maxDosesPerHour ?? '',
  };
}

/** A saved order, opened for change. */
export function draftOf(c: OrderContent, prescriberId: string, rx: string, zone: string): OrderDraft {
  const { preparation: p } = c;
  const unit = amountOf(p.drugAmount, 'mg').unit;
  const start = wallClock(new Date(c.sessions.start), zone);
  return {
    prescriberId,
    rx,
    drug: c.drug,
    route: c.route,
    firstOrder: c.firstOrder ? 'yes' : 'no',
    naloxone: c.naloxone,
    ...pcaDraft(c.regimen, unit),
    startDate: start.date,
    startTime: start.time,
    duration: amountOf(c.sessions.duration, 'h'),
    every: amountOf(c.sessions.every, 'h'),
    count: c.sessions.count,
    method: p.method,
    strength: amountOf(p.vial.strength, `${unit}/mL`),
    vialVolume: amountOf(p.vial.volume, 'mL'),
    drugAmount: amountOf(p.drugAmount, unit),
    finalVolume: p.method === 'exact-fill' ? amountOf(p.finalVolume, 'mL') : amount('mL'),
    nominal: p.method === 'exact-fill' ? amount('mL') : amountOf(p.bag.nominal, 'mL'),
    overfill: p.method === 'exact-fill' ? amount('mL') : amountOf(p.bag.overfill, 'mL'),
    diluent: p.diluent,
    container: p.container,
    capacity: amountOf(p.capacity, 'mL'),
    containers: p.containers,
    priming: amountOf(p.priming, 'mL'),
    residual: amountOf(p.residual, 'mL'),
    storage: p.storage,
    pump: c.pump,
    note: c.note ?? '',
    kept: {
      regimen: isPlainPca(c.regimen) ? null : c.regimen,
      companions: c.companions,
      also: p.also,
      lineHolds: p.lineHolds,
    },
  };
}
