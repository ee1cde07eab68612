import type { Checker, CheckResult } from '@stryker-mutator/api/check';
import { CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { randomFrom } from '../fuzz/wrong.ts';
import { sampleAsked } from './parts.ts';

/**
 * Lets through so many mutants of a part that is too large for a whole run, drawn by the seed from all that are not static.
 * Stryker counts the others as errors, which are in no score.
 */
class Drawn implements Checker {
  private readonly ids = new Set<string>();

  async init(): Promise<void> {}

  async group(mutants: Mutant[]): Promise<string[][]> {
    const asked = sampleAsked();
    const random = randomFrom(asked?.seed ?? 0);
    const left = mutants.map((m) => m.id).toSorted();
    while (this.ids.size < (asked?.size ?? 0) && left.length > 0)
      this.ids.add(left.splice(Math.floor(random() * left.length), 1)[0]!);
    return [mutants.map((m) => m.id)];
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const result = ({ id }: Mutant): CheckResult =>
      this.ids.has(id)
        ? { status: CheckStatus.Passed }
        : { status: CheckStatus.CompileError, reason: 'not drawn' };
    return Object.fromEntries(mutants.map((m) => [m.id, result(m)]));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Drawn)];
