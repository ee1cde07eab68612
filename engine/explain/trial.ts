import { findingsOf } from '../checks/check-order.ts';
import type { Check } from '../checks/check.ts';
import type { Facts } from '../facts/facts.ts';
import { checks } from '../checks/table.ts';
import { computedFacts, factsOf, type OrderCheck } from '../facts/compute.ts';
import type { Library } from '../formulary/formulary.ts';
import { once } from '../derivation/lazy.ts';
import { orderIssues } from '../order/order.ts';
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
    const sound = once(() => orderIssues(check.patient, check.order, this.library, check.at).length === 0);
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

  /** Which of the targets a variant still fails; something else where it can not be computed. */
  keeps(settings: readonly Setting[], targets: ReadonlySet<string>): ReadonlySet<string> {
    const { facts, failed } = this.variant(settings);
    const computed = facts();
    if (!computed) return REFUSED;
    return new Set(
      [...targets].filter((key) => {
        const check = this.checkOf.get(key);
        if (!check) return true;
        const known = failed.get(check.id);
        if (known) return known.has(key);
        const now = new Set(
          findingsOf(computed, [check])
            .filter(isFailing)
            .map((f) => f.key),
        );
        failed.set(check.id, now);
        return now.has(key);
      }),
    );
  }

  /** What stands in the way of a variant: the targets that it keeps; where it keeps none, all that blocks the whole check. */
  left(
    settings: readonly Setting[],
    targets: ReadonlySet<string>,
    outOfReach: ReadonlySet<string>,
  ): ReadonlySet<string> {
    const kept = this.keeps(settings, targets);
    const facts = kept.size > 0 ? null : this.variant(settings).facts();
    return facts ? new Set(this.inTheWay(findingsOf(facts), outOfReach).map((f) => f.key)) : kept;
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
