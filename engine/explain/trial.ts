import { findingsOf } from '../check-order.ts';
import type { Check, Facts } from '../checks/check.ts';
import { checks } from '../checks/table.ts';
import { computedFacts, factsOf, type OrderCheck } from '../facts.ts';
import type { Library } from '../formulary.ts';
import { once } from '../lazy.ts';
import { orderIssues } from '../order.ts';
import { blocks, type Finding } from '../report.ts';
import { withSettings, type Setting } from './edit.ts';

/** The search was told to stop, or has spent its budget. */
export class Stopped extends Error {}

export interface Limits {
  /** how many variants of the order may be checked */
  readonly budget: number;
  /** asked before each variant: the caller's clock or its cancel button; the engine has neither */
  readonly cancelled: () => boolean;
}

export const isFailing = (f: Finding): boolean => f.outcome === 'fail' && blocks(f);

/** What was asked of the checks, and what they answered. */
export interface Answered {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

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

  /** Whether a variant no longer fails an aim; false where it can not be computed. */
  isRidOf(settings: readonly Setting[], aim: string): boolean {
    const variant = this.variant(settings);
    const facts = variant.facts();
    const check = this.checkOf.get(aim);
    if (!facts || !check) return false;
    let failed = variant.failed.get(check.id);
    if (!failed) {
      failed = new Set(
        findingsOf(facts, [check])
          .filter(isFailing)
          .map((f) => f.key),
      );
      variant.failed.set(check.id, failed);
    }
    return !failed.has(aim);
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
    const allowed = remaining.every((f) =>
      f.outcome === 'fail' ? outOfReach.has(f.key) : this.notDone.has(f.key),
    );
    return allowed ? { facts, remaining } : null;
  }
}
