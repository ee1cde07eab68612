import { findingsOf } from '../checks/check-order.ts';
import type { Check } from '../checks/check.ts';
import type { Facts } from '../facts/facts.ts';
import { checks } from '../checks/table.ts';
import { computedFacts, factsOf, type OrderCheck } from '../facts/compute.ts';
import type { Library } from '../formulary/formulary.ts';
import { once } from '../derivation/lazy.ts';
import { contentIssues } from '../order/order.ts';
import { blocks, type Finding } from '../checks/report.ts';
import { withSettings, type Setting } from './edit.ts';

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

/** What was asked of the checks, and what they answered. */
export interface Answered {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

/** What stands in the way of every variant that can not be computed. */
export const REFUSED: ReadonlySet<string> = new Set(['refused']);

const NOTHING: ReadonlySet<string> = new Set();

/** What stands in the way of a value: aims that it keeps, and where it keeps none, what stands there besides. */
export interface Left {
  readonly isRefused: boolean;
  readonly keeps: (key: string) => boolean;
  readonly besides: () => ReadonlySet<string>;
}

/** Of the order as it is, which fails all of its aims. */
export const AS_ORDERED: Left = { isRefused: false, keeps: () => true, besides: () => NOTHING };

/** One variant that was looked at: whether it can be computed at all, its facts, and what each check failed of it. */
interface Variant {
  readonly check: OrderCheck;
  readonly sound: () => boolean;
  readonly facts: () => Facts | null;
  readonly failed: Map<string, ReadonlySet<string>>;
}

/** Variants of one order: which of the aimed-at findings a variant still has, and whether all of it passes. */
export class Trial {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly aims: readonly Finding[];
  tried = 0;
  private readonly check: OrderCheck;
  private readonly library: Library;
  private readonly limits: Limits;
  private readonly notDone: ReadonlySet<string>;
  /** the check that found each aim: the others are asked once, at the end */
  private readonly checkOf: ReadonlyMap<string, Check>;
  private readonly known = new Map<string, Variant>();

  constructor(check: OrderCheck, library: Library, limits: Limits, answered?: Answered) {
    this.check = check;
    this.library = library;
    this.limits = limits;
    this.facts = answered?.facts ?? factsOf(check, library);
    this.findings = answered?.findings ?? findingsOf(this.facts);
    this.aims = this.findings.filter(isFailing);
    const byId = new Map(checks.map((c) => [c.id, c]));
    this.checkOf = new Map(
      this.aims.flatMap((f) => {
        const found = byId.get(f.check);
        return found ? [[f.key, found] as const] : [];
      }),
    );
    this.notDone = new Set(this.findings.filter((f) => f.outcome === 'could-not-be-done').map((f) => f.key));
  }

  private spend(): void {
    this.tried += 1;
    if (this.tried > this.limits.budget || this.limits.cancelled()) throw new Stopped();
  }

  private variant(settings: readonly Setting[]): Variant {
    const name = JSON.stringify(settings);
    const before = this.known.get(name);
    if (before) return before;
    const check = { ...this.check, order: withSettings(this.check.order, settings) };
    const { patient, order, at } = check;
    // the patient was read with the order itself, and its drug is in no setting
    const sound = once(() => contentIssues(patient, order, this.facts.drug, this.library, at).length === 0);
    const made: Variant = {
      check,
      sound,
      facts: once(() => {
        this.spend();
        return sound() ? computedFacts(check, this.library) : null;
      }),
      failed: new Map(),
    };
    this.known.set(name, made);
    return made;
  }

  /** Is the variant an order that can be computed at all? */
  computable(settings: readonly Setting[]): boolean {
    return this.variant(settings).sound();
  }

  private fails({ failed }: Variant, computed: Facts, key: string): boolean {
    const check = this.checkOf.get(key);
    if (!check) return true;
    let found = failed.get(check.id);
    if (!found) {
      found = new Set(
        findingsOf(computed, [check])
          .filter(isFailing)
          .map((f) => f.key),
      );
      failed.set(check.id, found);
    }
    return found.has(key);
  }

  /** Which of the targets a variant still fails; something else where it can not be computed. */
  keeps(settings: readonly Setting[], targets: ReadonlySet<string>): ReadonlySet<string> {
    const variant = this.variant(settings);
    const computed = variant.facts();
    if (!computed) return REFUSED;
    return new Set([...targets].filter((key) => this.fails(variant, computed, key)));
  }

  /**
   * What a variant leaves, each check asked when it is wanted. `besides` are its findings that are no aims, of the whole
   * check, where they stand in the way too: what is out of reach does not.
   */
  left(settings: readonly Setting[], outOfReach?: ReadonlySet<string>): Left {
    const variant = this.variant(settings);
    const computed = variant.facts();
    if (!computed) return { isRefused: true, keeps: () => true, besides: () => REFUSED };
    return {
      isRefused: false,
      keeps: (key) => this.fails(variant, computed, key),
      besides: once(() =>
        outOfReach ? new Set(this.inTheWay(findingsOf(computed), outOfReach).map((f) => f.key)) : NOTHING,
      ),
    };
  }

  private inTheWay(findings: readonly Finding[], outOfReach: ReadonlySet<string>): readonly Finding[] {
    return findings
      .filter(blocks)
      .filter((f) => (f.outcome === 'fail' ? !outOfReach.has(f.key) : !this.notDone.has(f.key)));
  }

  /**
   * The whole check of a variant. Out: its facts and what still blocks, if nothing fails besides what is out of reach and
   * nothing became impossible to check; null otherwise.
   */
  passing(
    settings: readonly Setting[],
    outOfReach: ReadonlySet<string>,
  ): { readonly facts: Facts; readonly remaining: readonly Finding[] } | null {
    this.spend();
    const facts = this.variant(settings).facts();
    if (!facts) return null;
    const remaining = findingsOf(facts).filter(blocks);
    return this.inTheWay(remaining, outOfReach).length === 0 ? { facts, remaining } : null;
  }
}
