import { asEach, findingsOf } from '../checks/check-order.ts';
import type { Check } from '../checks/check.ts';
import type { Facts } from '../facts/facts.ts';
import { checks } from '../checks/table.ts';
import { factsOf, isComputable, variantOf, type OrderCheck } from '../facts/compute.ts';
import type { Library } from '../formulary/formulary.ts';
import { once } from '../derivation/lazy.ts';
import type { OrderContent } from '../order/order.ts';
import { blocks, type Finding } from '../checks/report.ts';
import { kept } from '../number/kept.ts';
import { withSettings, type Setting } from './edit.ts';
import { isFurther, isOverDose, raises } from './raises.ts';
import { ANY, Answers, textsOf, watched, type Field, type Texts } from './reads.ts';

/** The search was told to stop, or has spent its budget. */
export class Stopped extends Error {}

export interface Limits {
  /** how many variants of the order may be checked */
  readonly budget: number;
  /** asked before each variant: the caller's clock or its cancel button; the engine has neither */
  readonly cancelled: () => boolean;
}

/** Is it a failure that stands in the way? What could not be done is not one that a number mends. */
export const isFailing = (f: Finding): boolean => f.outcome === 'fail' && blocks(f);

const CHECKS: ReadonlyMap<string, Check> = new Map(checks.map((c) => [c.id, c]));

/** What was asked of the checks, and what they answered. */
export interface Answered {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

/** Stands in the way of a variant that gives more, while more is given than a limit allows or anything fails for good. */
const MORE: ReadonlySet<string> = new Set(['more']);

/** What stands in the way of every variant that can not be computed. */
export const REFUSED: ReadonlySet<string> = new Set(['refused']);

const NOTHING: ReadonlySet<string> = new Set();

/** What stands in the way of a value: findings that it keeps, and where it keeps no aim, all that stands there besides. */
export interface Left {
  readonly isRefused: boolean;
  readonly keeps: (key: string) => boolean;
  readonly besides: () => ReadonlySet<string>;
}

/** Of the order as it is, which fails all of its aims. */
export const AS_ORDERED: Left = { isRefused: false, keeps: () => true, besides: () => NOTHING };

/** One variant that was looked at: what it moves, whether it can be computed at all, and its facts if it can. */
interface Variant {
  readonly texts: Texts;
  readonly isSound: () => boolean;
  readonly facts: () => Facts;
  readonly findings: () => readonly Finding[];
}

/** The part of a check that found an aim: what else it asks is not wanted. */
interface Part {
  readonly check: Check;
  readonly rule: string;
  readonly failing: Answers<ReadonlySet<string>>;
}

/** Variants of one order: which of the aimed-at findings a variant still has, and whether all of it passes. */
export class Trial {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly aims: readonly Finding[];
  tried = 0;
  private readonly order: OrderContent;
  private readonly limits: Limits;
  private readonly notDone: ReadonlySet<string>;
  /** what finds each aim, and what was seen to stand in the way besides */
  private readonly partOf = new Map<string, Part>();
  private readonly parts = new Map<string, Part>();
  private readonly findingsBy = new Map<string, Answers<Finding[]>>();
  private readonly known = new Map<string, Variant>();

  constructor(check: OrderCheck, library: Library, limits: Limits, answered?: Answered) {
    this.order = check.order;
    this.limits = limits;
    this.facts = answered?.facts ?? factsOf(check, library);
    this.findings = answered?.findings ?? findingsOf(this.facts);
    this.aims = this.findings.filter(isFailing);
    this.aims.forEach((f) => this.learn(f));
    this.notDone = new Set(this.findings.filter((f) => f.outcome === 'could-not-be-done').map((f) => f.key));
  }

  /** Where a finding that fails comes from, so that it can be asked about alone. */
  private learn(f: Finding): void {
    const check = CHECKS.get(f.check);
    if (!check || f.outcome !== 'fail' || this.partOf.has(f.key)) return;
    const make = (): Part => ({ check, rule: f.id, failing: new Answers() });
    this.partOf.set(f.key, kept(this.parts, `${f.check} ${f.id}`, make));
  }

  private spend(): void {
    this.tried += 1;
    if (this.tried > this.limits.budget || this.limits.cancelled()) throw new Stopped();
  }

  private variant(settings: readonly Setting[]): Variant {
    const texts = textsOf(settings);
    return kept(this.known, texts.get(ANY) ?? '', () => {
      const order = withSettings(this.order, settings);
      const facts = once(() => {
        this.spend();
        return variantOf(this.facts, order);
      });
      const isSound = once(() => isComputable(this.facts, order));
      return { texts, isSound, facts, findings: once(() => this.findingsWith(facts(), texts)) };
    });
  }

  /** Is the variant an order that can be computed at all? */
  computable(settings: readonly Setting[]): boolean {
    return this.variant(settings).isSound();
  }

  /** Can a variant that moves these fields alone be rid of an aim? Where none of them was read for it, it stays. */
  hears(key: string, fields: ReadonlySet<Field>): boolean {
    const part = this.partOf.get(key);
    if (!part) return false;
    this.fails(this.variant([]), key);
    const read = part.failing.fields;
    return read.has(ANY) || [...fields].some((field) => read.has(field));
  }

  private fails({ texts, facts }: Variant, key: string): boolean {
    const part = this.partOf.get(key);
    if (!part) return true;
    const { check, rule, failing } = part;
    const before = failing.find(texts);
    if (before) return before.has(key);
    const read = new Set<Field>();
    const found = asEach(
      watched(facts(), (field) => read.add(field)),
      [check],
      (asked, f) => asked.run(f, rule),
    );
    const keys = new Set(found.filter(isFailing).map((f) => f.key));
    failing.keep(read, texts, keys);
    return keys.has(key);
  }

  /** All findings of a variant: each check is asked again only where something that it read is another. */
  private findingsWith(own: Facts, texts: Texts): readonly Finding[] {
    return findingsOf(own, checks, (check, f) => {
      if (f !== own) return check.run(f);
      const answers = kept(this.findingsBy, check.id, () => new Answers<Finding[]>());
      const before = answers.find(texts);
      if (before) return before;
      const read = new Set<Field>();
      const found = check.run(watched(own, (field) => read.add(field)));
      answers.keep(read, texts, found);
      return found;
    });
  }

  /** Which of the targets a variant still fails; something else where it can not be computed. */
  keeps(settings: readonly Setting[], targets: ReadonlySet<string>): ReadonlySet<string> {
    const variant = this.variant(settings);
    if (!variant.isSound()) return REFUSED;
    return new Set([...targets].filter((key) => this.fails(variant, key)));
  }

  /**
   * What a variant leaves, each check asked when it is wanted. `besides` are its findings that are no aims, of the whole
   * check, where they stand in the way too: what is out of reach does not.
   */
  left(settings: readonly Setting[], outOfReach?: ReadonlySet<string>): Left {
    const variant = this.variant(settings);
    if (!variant.isSound()) return { isRefused: true, keeps: () => true, besides: () => REFUSED };
    const besides = once(() => {
      if (!outOfReach) return NOTHING;
      if (this.givesMore(variant, outOfReach)) return MORE;
      const found = this.inTheWay(variant.findings(), outOfReach);
      found.forEach((f) => this.learn(f));
      return new Set(found.map((f) => f.key));
    });
    const keeps = (key: string) => (this.partOf.has(key) ? this.fails(variant, key) : besides().has(key));
    return { isRefused: false, keeps, besides };
  }

  /** May more be given than was ordered? Not while a limit on doses fails, nor beside a failure that stays. */
  mayRaise(outOfReach: ReadonlySet<string>): boolean {
    return outOfReach.size === 0 && !this.aims.some(isOverDose);
  }

  private givesMore(variant: Variant, outOfReach: ReadonlySet<string>): boolean {
    if (this.mayRaise(outOfReach)) return false;
    if (raises(variant.facts(), this.facts)) return true;
    const before = new Map(this.aims.map((f) => [f.key, f]));
    return variant.findings().some((f) => {
      const as = f.outcome === 'fail' ? before.get(f.key) : undefined;
      return as !== undefined && isFurther(f, as);
    });
  }

  private inTheWay(findings: readonly Finding[], outOfReach: ReadonlySet<string>): readonly Finding[] {
    return findings
      .filter(blocks)
      .filter((f) => (f.outcome === 'fail' ? !outOfReach.has(f.key) : !this.notDone.has(f.key)));
  }

  /**
   * The whole check of a variant. Out: its facts and what still blocks, if nothing fails besides what is out of reach and
   * nothing became impossible to check, and no more is given where none may be; null otherwise.
   */
  passing(
    settings: readonly Setting[],
    outOfReach: ReadonlySet<string>,
  ): { readonly facts: Facts; readonly remaining: readonly Finding[] } | null {
    const variant = this.variant(settings);
    if (!variant.isSound() || this.givesMore(variant, outOfReach)) return null;
    const remaining = variant.findings().filter(blocks);
    return this.inTheWay(remaining, outOfReach).length === 0 ? { facts: variant.facts(), remaining } : null;
  }
}
