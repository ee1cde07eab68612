import { medicineName, type MedicineName } from '../formulary/medicine-names.ts';
import { drugName, findDrug, isOpioid } from '../formulary/formulary.ts';
import type { Meaning, PatientFacts } from '../order/patient.ts';
import { drugsOfOrder } from '../order/order.ts';
import { parseDate, dayOf, type Minute } from '../time/calendar.ts';
import { unwrap } from '../number/result.ts';
import type { Facts } from './facts.ts';
import { spanOf } from './span.ts';

type Medicine = PatientFacts['medicines'][number];
type Kind = Medicine['kind'];
type Names = Pick<Facts, 'library'>;

/** What somebody picked as the kind of a medicine stands beside what its name says: it takes no class away but that of an inducer that was stopped. */
const OF_KIND: Readonly<Record<Kind, readonly string[]>> = {
  opioid: ['opioid_full_agonist'],
  'transdermal-opioid': ['opioid_full_agonist'],
  buprenorphine: ['buprenorphine_any'],
  nalbuphine: ['opioid_mixed'],
  benzodiazepine: ['benzodiazepine'],
  'cns-depressant': ['sedative_other'],
  maoi: ['maoi'],
  'cyp3a4-inhibitor': ['cyp3a4_inhibitor'],
  'cyp3a4-inducer': ['cyp3a4_inducer'],
  'cyp3a4-inducer-stopped': ['cyp3a4_inducer_stopped'],
  'cyp2b6-or-2d6-modifier': ['cyp2b6_or_2d6'],
  'qt-prolonging': ['qt_prolonging'],
  antiarrhythmic: ['antiarrhythmic'],
  'beta-blocker': ['beta_blocker'],
  nsaid: ['nsaid'],
  anticoagulant: ['anticoagulant'],
  'ssri-or-snri': ['ssri_snri', 'serotonergic'],
  'local-anaesthetic': ['local_anaesthetic'],
  naloxone: ['opioid_rescue'],
  other: [],
};

/** A medicine that the patient has beside the drug that is asked about, wherever it stands. */
export interface Beside {
  /** as it was written */
  readonly name: string;
  readonly from: 'home' | 'companion' | 'container' | 'order' | 'given';
  readonly read: MedicineName;
  /** by its name, by what was said that it means, and by the kind that was picked */
  readonly classes: readonly string[];
  /** as it was stated; null of the home list and of another drug of the container */
  readonly route: string | null;
  /** of the home list: meant to stay */
  readonly intended: boolean;
  /** the day on which it was stopped; null while it is taken */
  readonly stopped: string | null;
  /** minutes since a dose was given, or since another order ended; null of what is taken or runs */
  readonly since: number | null;
  /** nobody knows what it is: no table, no kind, no answer */
  readonly unread: boolean;
}

const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** What a word stands for with the answer that somebody gave for it. An answer adds to what the tables know of the word. */
export function readWith(f: Names, typed: string, means: Meaning | undefined): MedicineName {
  const own = medicineName(f.library, typed);
  if (means === undefined || own.unknown.length === 0) return own;
  if (means.as === 'not-related') return { ...own, unknown: [] };
  const meant = medicineName(f.library, means.as);
  const both = (key: 'generics' | 'drugs' | 'classes' | 'classWords' | 'groups' | 'groupWords') =>
    distinct([...own[key], ...meant[key]]);
  return {
    ...own,
    found: [...own.found, ...meant.found],
    generics: both('generics'),
    drugs: both('drugs'),
    classes: both('classes'),
    classWords: both('classWords'),
    groups: both('groups'),
    groupWords: both('groupWords'),
    opioids: [...own.opioids, ...meant.opioids],
    acetaminophen: own.acetaminophen ?? meant.acetaminophen,
    unknown: meant.found.length === 0 ? own.unknown : [],
  };
}

function named(f: Names, name: string, from: Beside['from']): Beside {
  const read = medicineName(f.library, name);
  return {
    name,
    from,
    read,
    classes: read.classes,
    route: null,
    intended: true,
    stopped: null,
    since: null,
    unread: read.unknown.length > 0,
  };
}

/** What is no longer induced: of a medicine that was stopped, its name says what it did while it was taken. */
const isOver = (kind: Kind, classId: string): boolean =>
  kind === 'cyp3a4-inducer-stopped' && classId === 'cyp3a4_inducer';

/** What somebody wrote of the opioids that a patient takes, as what stands beside the order. */
export const byWords = (f: Names, words: string): Beside => named(f, words, 'home');

/** A medicine of the home list, with the classes that its name, an answer or the picked kind give it. */
export function atHome(f: Names, m: Medicine): Beside {
  const read = readWith(f, m.name, m.means);
  const classes = distinct([...read.classes.filter((c) => !isOver(m.kind, c)), ...OF_KIND[m.kind]]);
  const isStopped = m.stopped !== undefined && classes.includes('cyp3a4_inducer');
  return {
    ...named(f, m.name, 'home'),
    read,
    classes: isStopped ? distinct([...classes, 'cyp3a4_inducer_stopped']) : classes,
    intended: m.intended,
    stopped: m.stopped ?? null,
    unread: m.kind === 'other' && read.unknown.length > 0,
  };
}

/** A drug of the formulary, by the name that the tables have for it. */
function drugNamed(f: Names, id: string, from: Beside['from']): Beside {
  const generic = f.library.names.medicines.generics.find((g) => g.drug === id)?.name;
  const plain = (findDrug(f.library, id)?.generic_name ?? id).replace(/ \(.*\)$/, '');
  return { ...named(f, generic ?? plain, from), name: plain };
}

const byName = (f: Names, text: string, from: Beside['from']): Beside =>
  findDrug(f.library, text) ? drugNamed(f, text, from) : named(f, text, from);

/**
 * Every medicine beside the drug that is asked about: the home list, companions of this order and of the others, other
 * active orders with every drug of their containers, the other drugs of this container, and doses given besides. In: the
 * facts of an order. Out: each with the classes that its name, an answer or a picked kind give it.
 */
export function besides(f: Facts): Beside[] {
  const companions = [f, ...f.others].flatMap((o) => o.order.companions ?? []);
  return [
    ...f.patient.medicines.map((m) => atHome(f, m)),
    ...companions.map((c) => ({ ...byName(f, c.drug, 'companion'), route: c.route })),
    ...f.container.filter((id) => id !== f.drug.id).map((id) => drugNamed(f, id, 'container')),
    ...f.others.flatMap((o) =>
      o.container.map((id) => ({
        ...drugNamed(f, id, 'order'),
        route: o.order.route,
        since: spanOf(o).to < f.at ? f.at - spanOf(o).to : null,
      })),
    ),
    ...f.othersUnread.flatMap(({ order }) =>
      drugsOfOrder(order).map((id) => ({
        ...drugNamed(f, id, 'order'),
        route: order.route,
      })),
    ),
    ...f.given.map((g) => ({
      ...byName(f, g.drug, 'given'),
      route: g.route,
      since: f.at - g.at,
    })),
  ];
}

/** Days from a day to an instant. */
export const daysSince = (day: string, at: Minute): number => dayOf(at) - unwrap(parseDate(day));

/** The medicines that the patient has now: not stopped, and not a dose given longer than a day ago. */
export const present = (list: readonly Beside[]): Beside[] =>
  list.filter((b) => b.stopped === null && (b.since === null || b.since < 24 * 60));

/** Their names, each once. */
export const namesOf = (list: readonly Beside[]): string[] => distinct(list.map((b) => b.name));

/**
 * A companion that is a drug of the formulary, as if it were what is asked about: its own contraindications and pairs hold,
 * whoever it accompanies. Opioids beside an opioid are left out, since the order's own rules ask the same, and so is a rescue
 * as needed, which is wanted.
 */
export function asCompanions(f: Facts): Facts[] {
  const found = (f.order.companions ?? []).flatMap((c) =>
    byName(f, c.drug, 'companion').read.drugs.flatMap((id) => {
      const drug = findDrug(f.library, id);
      const same = !drug || f.container.includes(id) || (isOpioid(drug) && isOpioid(f.drug));
      const isRescue = c.kind === 'prn' && drug?.class_ids.includes('rescue_opioid') === true;
      return same || isRescue
        ? []
        : [{ ...f, drug, name: drugName(drug), order: { ...f.order, route: c.route } }];
    }),
  );
  return found.filter((x, i) => found.findIndex((y) => y.drug === x.drug) === i);
}

/** What is asked about, seen from a companion of it. */
export const orderedBeside = (f: Facts): Beside[] =>
  f.container.map((id) => ({ ...drugNamed(f, id, 'order'), route: f.order.route }));
