import { readFileSync } from 'node:fs';
import { refusalText } from '../../words/refusal.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { instantOf, orderFile } from '../../engine/order/order.ts';
import { NONE_STATED } from '../../engine/order/asked-lists.ts';
import { library, refusalsOf } from './base-order.ts';
import { checkOrder } from './told.ts';

type Json = { [key: string]: unknown };
/** Changes by path, such as `order.regimen.lockout`; null leaves the field out. */
type Patch = Readonly<Record<string, unknown>>;
type Allergies = readonly { readonly substance: string; readonly reaction: string }[];
type Grade = 'hard' | 'soft' | 'not-done';

interface Base {
  readonly order: Json;
  readonly with?: Patch;
  /** What every order of this drug is told, and rightly: words of a hard finding that its clean order has too. */
  readonly standing?: string;
}

export interface Lethal {
  readonly id: string;
  readonly what: string;
  /** Why it kills, and where that stands. */
  readonly hazard: string;
  readonly base: string;
  /** What makes the base the order that the slip was made in. */
  readonly safe?: Patch;
  readonly lethal?: Patch;
  readonly allergic?: Allergies;
  /** As `Base.standing`, of this order only. */
  readonly standing?: string;
  /** What the sentence of the finding has to name. */
  readonly must: string;
  readonly severity: Grade;
}

export interface Ordinary {
  readonly id: string;
  readonly what: string;
  readonly source: string;
  readonly base: string;
  readonly with?: Patch;
  readonly allergic?: Allergies;
  /** Words of the soft findings that are right here. */
  readonly soft?: readonly string[];
}

interface Cases {
  readonly at: string;
  readonly patient: Json;
  /** How a file says that the patient was asked and has no allergy. */
  readonly noAllergies: Json;
  readonly bases: Readonly<Record<string, Base>>;
  readonly lethal: readonly Lethal[];
  readonly ordinary: readonly Ordinary[];
}

export const cases = JSON.parse(
  readFileSync(new URL('../cases/adversarial/orders.json', import.meta.url), 'utf8'),
) as Cases;

/** Other orders are written out, or named as the order of a base. */
const others = (orders: readonly (string | Json)[]) =>
  orders.map((o) => structuredClone(typeof o === 'string' ? cases.bases[o]!.order : o));

function patched(file: Json, changes: Patch = {}): Json {
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const holder = keys.reduce<Json>((at, key) => (at[key] ??= {}) as Json, file);
    if (value === null) delete holder[last];
    else holder[last] = path === 'others' ? others(value as (string | Json)[]) : structuredClone(value);
  }
  return file;
}

function fileOf(base: string, patches: readonly (Patch | undefined)[], allergic?: Allergies): Json {
  const { order, with: own } = cases.bases[base]!;
  const patient = { ...cases.patient, ...(allergic ? { allergies: allergic } : cases.noAllergies) };
  const file = structuredClone({ at: cases.at, patient, order }) as Json;
  for (const changes of [own, ...patches]) patched(file, changes);
  const said = file['patient'] as Json;
  for (const [list, none] of Object.entries(NONE_STATED))
    if ((said[list] as unknown[]).length > 0) delete said[none];
  return file;
}

export const cleanFile = (c: Lethal): Json => fileOf(c.base, [c.safe]);
export const lethalFile = (c: Lethal): Json => fileOf(c.base, [c.safe, c.lethal], c.allergic);
export const ordinaryFile = (c: Ordinary): Json => fileOf(c.base, [c.with], c.allergic);

/** What somebody is told of an order: a refusal, or a finding that does not pass. */
interface Told {
  readonly key: string;
  readonly grade: 'refused' | 'hard' | 'soft' | 'info' | 'not-done';
  readonly line: string;
}

export function toldOf(file: Json): Told[] {
  const refused = refusalsOf(file);
  if (refused.length > 0)
    return refused.map((i) => ({ key: i.path, grade: 'refused', line: `refused: ${refusalText(i)}` }));
  const parsed = orderFile.parse(file);
  const question = { ...parsed, at: instantOf(parsed, 0 as Minute), previous: parsed.previous ?? null };
  return checkOrder(question, library)
    .findings.filter((f) => f.outcome !== 'pass')
    .map((f) => {
      const facts = [f.observed, f.limit, f.missing].filter((words) => words !== null);
      const severity = f.severity === 'absolute' ? 'hard' : f.severity;
      const grade = f.outcome === 'could-not-be-done' ? 'not-done' : (severity as Told['grade']);
      return { key: f.key, grade, line: `${grade}: ${f.subject}: ${f.message} (${facts.join('; ')})` };
    });
}

const ENOUGH: Readonly<Record<Grade, readonly Told['grade'][]>> = {
  hard: ['refused', 'hard'],
  soft: ['refused', 'hard', 'soft'],
  'not-done': ['refused', 'hard', 'soft', 'not-done'],
};

/** The lines that the hazard alone has brought, and those of them that name it gravely enough. */
export function verdict(c: Lethal): { added: string[]; named: string[] } {
  const before = new Set(toldOf(cleanFile(c)).map((t) => `${t.grade} ${t.key}`));
  const added = toldOf(lethalFile(c)).filter((t) => !before.has(`${t.grade} ${t.key}`));
  const names = new RegExp(c.must, 'i');
  const named = added.filter((t) => ENOUGH[c.severity].includes(t.grade) && names.test(t.line));
  return { added: added.map((t) => t.line), named: named.map((t) => t.line) };
}

/** Why the clean order is none: a refusal, or a hard finding that not every order of this drug has. */
export function stainsOf(c: Lethal): string[] {
  const standing = c.standing ?? cases.bases[c.base]!.standing;
  return toldOf(cleanFile(c))
    .filter((t) => t.grade === 'refused' || t.grade === 'hard')
    .map((t) => t.line)
    .filter((line) => standing === undefined || !new RegExp(standing, 'i').test(line));
}

/** What an ordinary order is told beyond what is right: any refusal, any hard finding, any soft one not foreseen. */
export function noiseOf(c: Ordinary): string[] {
  const standing = cases.bases[c.base]!.standing;
  const expected = [...(c.soft ?? [])].map((words) => new RegExp(words, 'i'));
  return toldOf(ordinaryFile(c))
    .filter(({ grade, line }) => {
      if (standing !== undefined && new RegExp(standing, 'i').test(line)) return false;
      if (grade === 'soft') return !expected.some((words) => words.test(line));
      return grade === 'refused' || grade === 'hard';
    })
    .map((t) => t.line);
}
