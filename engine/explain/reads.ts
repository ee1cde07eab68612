import type { Facts } from '../facts/facts.ts';
import type { Regimen, RegimenKind } from '../order/regimen/resolved.ts';
import type { Setting } from './edit.ts';

/** A part of an order that a search moves: a field of the regimen by its first name, or the drug in the container. */
export type Field = string;
const CONTAINER: Field = 'preparation';
/** Stands for every field: what was read may follow from any of them. */
export const ANY: Field = '*';

/** The field that a path of a setting lies in. */
export function fieldOf({ path }: Pick<Setting, 'path'>): Field {
  const [part, name = ''] = path.split('.');
  return part === 'preparation' ? CONTAINER : name;
}

/** Which fields each property follows from; one that is not named may follow from any. */
type Sources<T> = { readonly [K in keyof T]?: readonly Field[] };

const NONE: readonly Field[] = [];

/** Lines of a regimen that stand on fields of their own. Held against moved orders by a test. */
const LINES: Readonly<Partial<Record<RegimenKind, Sources<Regimen>>>> = {
  pca: {
    kind: NONE,
    demand: ['demand'],
    lockout: ['lockout'],
    basal: ['basal'],
    basalName: NONE,
    dayNight: ['basal'],
    dose: ['scheduled'],
    taper: NONE,
    loading: ['loading'],
    clinician: ['clinicianBolus'],
    limit: ['limit'],
    alsoLimit: ['limit'],
    doseLimits: ['limit', 'maxDosesPerHour'],
    tolerance: NONE,
  },
  'nerve-block': {
    kind: NONE,
    demand: ['bolus', CONTAINER],
    lockout: ['bolus'],
    basal: ['rate', CONTAINER],
    basalName: NONE,
    dayNight: NONE,
    dose: NONE,
    taper: NONE,
    loading: NONE,
    clinician: NONE,
    limit: NONE,
    alsoLimit: NONE,
    doseLimits: NONE,
    titration: NONE,
    tolerance: NONE,
  },
  continuous: {
    kind: NONE,
    demand: NONE,
    lockout: NONE,
    basal: ['rate', CONTAINER],
    basalName: NONE,
    dose: NONE,
    loading: ['loading', CONTAINER],
    clinician: ['clinicianBolus', CONTAINER],
    limit: NONE,
    alsoLimit: NONE,
    doseLimits: NONE,
    tolerance: NONE,
  },
};

/** What no number of an order changes. */
const FACTS: Sources<Facts> = {
  patient: NONE,
  library: NONE,
  drug: NONE,
  name: NONE,
  at: NONE,
  years: NONE,
  weight: NONE,
  clearance: NONE,
  schedule: NONE,
  made: NONE,
  // stated of the boluses that the patient triggers, and gone with them
  expected: ['bolus'],
  container: NONE,
  previous: NONE,
  line: NONE,
  others: NONE,
  othersUnread: NONE,
  waiting: NONE,
  given: NONE,
};
const RECIPE: Sources<Facts['preparation']> = { strength: NONE, containers: NONE };
/** A PCA is run by one way of delivery only, whatever its numbers. */
const OF_PCA = {
  program: { pump: NONE, therapy: NONE, can: NONE, atLimit: NONE },
  delivery: { kind: NONE, sessions: NONE, limit: ['limit'] },
} as const satisfies { program: Sources<Facts['program']>; delivery: Sources<PcaDelivery> };
type PcaDelivery = Extract<Facts['delivery'], { kind: 'pca' }>;
const OF_OTHERS = { program: { pump: NONE }, delivery: {} } as const;

type Note = (field: Field) => void;
type Named = Readonly<Record<PropertyKey, unknown>>;

/** An object that tells which fields what is read of it follows from. */
function telling<T extends object>(
  target: T,
  note: Note,
  sourcesOf: (key: PropertyKey) => readonly Field[] | undefined,
): T {
  return new Proxy(target, {
    get: (held, key) => {
      const sources = sourcesOf(key);
      if (sources === undefined) note(ANY);
      else sources.forEach(note);
      return (held as Named)[key];
    },
    ownKeys: (held) => {
      note(ANY);
      return Reflect.ownKeys(held);
    },
  });
}

const named = (sources: Readonly<Record<PropertyKey, readonly Field[] | undefined>>) => (key: PropertyKey) =>
  sources[key];

/**
 * The same facts, which say what is read of them. In: facts of an order, and who is told. Out: facts for a check; whenever
 * its answer could be another with another number in a field, that field was told, or `ANY`.
 */
export function watched(f: Facts, note: Note): Facts {
  const { kind } = f.order.regimen;
  const isMixture = f.container.length > 1;
  // with several drugs in the container every line may be a volume
  const lines = isMixture ? {} : (LINES[kind] ?? {});
  const { program, delivery } = kind === 'pca' ? OF_PCA : OF_OTHERS;
  const inside: { readonly [K in keyof Facts]?: () => Facts[K] } = {
    regimen: () => telling(f.regimen, note, named(lines)),
    highest: () => telling(f.highest, note, named(lines)),
    preparation: () =>
      telling(
        f.preparation,
        note,
        (key) => (RECIPE as Sources<Named>)[key] ?? (isMixture ? undefined : [CONTAINER]),
      ),
    program: () => telling(f.program, note, named(program)),
    delivery: () => telling(f.delivery, note, named(delivery)),
    order: () => ordered(f.order, note),
  };
  return new Proxy(f, {
    get: (held, key) => {
      const part = (inside as Readonly<Record<PropertyKey, (() => unknown) | undefined>>)[key];
      if (part) return part();
      const isSame = Object.hasOwn(FACTS, key) || (key === 'also' && !isMixture);
      if (!isSame) note(ANY);
      return (held as unknown as Named)[key];
    },
    ownKeys: (held) => {
      note(ANY);
      return Reflect.ownKeys(held);
    },
  });
}

/** The order itself: its texts, by field. */
function ordered(order: Facts['order'], note: Note): Facts['order'] {
  return new Proxy(order, {
    get: (held, key) => {
      if (key === 'regimen')
        return telling(held.regimen, note, (name) => (name === 'kind' ? NONE : [String(name)]));
      if (key === 'preparation')
        return telling(held.preparation, note, (name) => (name === 'drugAmount' ? [CONTAINER] : NONE));
      return (held as unknown as Named)[key];
    },
  });
}

/** Answers by the texts of the fields that were read for them. */
export class Answers<T> {
  private readonly by: { readonly fields: readonly Field[]; readonly answers: Map<string, T> }[] = [];
  /** every field that any of them was read from */
  readonly fields = new Set<Field>();

  find(texts: Texts): T | undefined {
    for (const { fields, answers } of this.by) {
      const answer = answers.get(under(fields, texts));
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  keep(read: ReadonlySet<Field>, texts: Texts, answer: T): void {
    for (const field of read) this.fields.add(field);
    const fields = read.has(ANY) ? [ANY] : [...read].toSorted();
    const name = fields.join(' ');
    let found = this.by.find((x) => x.fields.join(' ') === name);
    if (!found) {
      found = { fields, answers: new Map() };
      this.by.push(found);
    }
    found.answers.set(under(fields, texts), answer);
  }
}

/** What stands in the fields that a variant moves, and under `ANY` all of it. */
export type Texts = ReadonlyMap<Field, string>;

/** The texts of some settings, by field. */
export function textsOf(settings: readonly Setting[]): Texts {
  const texts = new Map<Field, string>();
  const add = (field: Field, text: string) => texts.set(field, (texts.get(field) ?? '') + text);
  for (const setting of settings) {
    const text = `${setting.path} ${setting.value ?? ''}\n`;
    add(fieldOf(setting), text);
    add(ANY, text);
  }
  return texts;
}

const under = (fields: readonly Field[], texts: Texts): string =>
  fields.map((f) => texts.get(f) ?? '').join('\n');
