import type { Check, Facts } from '../checks/check.ts';
import { checks } from '../checks/table.ts';
import { factsOf, type OrderCheck } from '../facts.ts';
import type { Library } from '../formulary.ts';
import { orderIssues } from '../order.ts';
import { blocks, type Finding } from '../report.ts';
import { Refused } from '../result.ts';
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
const run = (list: readonly Check[], facts: Facts): Finding[] => list.flatMap((c) => c.run(facts));

/** Variants of one order: which of the aimed-at findings a variant still has, and whether all of it passes. */
export class Trial {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly aims: readonly Finding[];
  tried = 0;
  private readonly check: OrderCheck;
  private readonly library: Library;
  private readonly limits: Limits;
  /** only the checks that found something to put right: the others are asked once, at the end */
  private readonly concerned: readonly Check[];
  private readonly notDone: ReadonlySet<string>;
  private readonly known = new Map<string, ReadonlySet<string> | null>();

  constructor(check: OrderCheck, library: Library, limits: Limits) {
    this.check = check;
    this.library = library;
    this.limits = limits;
    this.facts = factsOf(check, library);
    this.findings = run(checks, this.facts);
    this.aims = this.findings.filter(isFailing);
    const ids = new Set(this.aims.map((f) => f.check));
    this.concerned = checks.filter((c) => ids.has(c.id));
    this.notDone = new Set(this.findings.filter((f) => f.outcome === 'could-not-be-done').map((f) => f.key));
  }

  private spend(): void {
    this.tried += 1;
    if (this.tried > this.limits.budget || this.limits.cancelled()) throw new Stopped();
  }

  private variant(settings: readonly Setting[]): OrderCheck {
    return { ...this.check, order: withSettings(this.check.order, settings) };
  }

  private factsWith(settings: readonly Setting[]): Facts | null {
    try {
      return factsOf(this.variant(settings), this.library);
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  /** Is the variant an order that can be computed at all? */
  computable(settings: readonly Setting[]): boolean {
    const { patient, order, at } = this.variant(settings);
    return orderIssues(patient, order, this.library, at).length === 0;
  }

  /** Keys of the findings of the concerned checks that a variant fails; null where it can not be computed. */
  failures(settings: readonly Setting[]): ReadonlySet<string> | null {
    const name = JSON.stringify(settings);
    const before = this.known.get(name);
    if (before !== undefined) return before;
    this.spend();
    const facts = this.factsWith(settings);
    const failed =
      facts &&
      new Set(
        run(this.concerned, facts)
          .filter(isFailing)
          .map((f) => f.key),
      );
    this.known.set(name, failed);
    return failed;
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
    const facts = this.factsWith(settings);
    if (!facts) return null;
    const remaining = run(checks, facts).filter(blocks);
    const allowed = remaining.every((f) =>
      f.outcome === 'fail' ? outOfReach.has(f.key) : this.notDone.has(f.key),
    );
    return allowed ? { facts, remaining } : null;
  }
}
