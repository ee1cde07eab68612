import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS, type MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type CompleteDryRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { collected, collectFrom, type Collected } from './collect.ts';
import { partAsked } from './parts.ts';

/** What the changed code and Stryker tell each other. */
interface Shared {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  mutantCoverage: MutantCoverage | undefined;
}
const everywhere = globalThis as unknown as Record<string, Partial<Shared> | undefined>;
const shared = (everywhere[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/**
 * Runs tests inside Stryker's own process: the engine is loaded once, not once for every mutant, which is what makes a run over
 * all of it affordable. A test that fails is run again without the mutant: should it fail then too, an earlier mutant has left
 * something behind, the process ends, and Stryker tries the mutant again in a new one.
 */
class InProcess implements TestRunner {
  private readonly kills = new Map<string, number>();
  private readonly took = new Map<string, number>();

  // A mutant that was also met while modules loaded is tried at run time only, so that nothing has to be loaded anew for it;
  // those met nowhere else are left out (`ignoreStatic`).
  capabilities = () => ({ reloadEnvironment: true });

  async init(): Promise<void> {
    registerHooks({
      resolve: (name, context, next) =>
        name === 'vitest' && !context.parentURL?.endsWith('/mutation/collect.ts')
          ? { url: new URL('collect.ts', import.meta.url).href, shortCircuit: true }
          : next(name, context),
    });
    for (const file of globSync(partAsked().tests.map((t) => `test/engine/${t}`)).toSorted())
      await collectFrom(resolve(file));
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const t of collected) {
      shared.currentTestId = t.id;
      const result = await runOne(t);
      this.took.set(t.id, result.timeSpentMs);
      tests.push(result);
    }
    shared.currentTestId = undefined;
    return complete(tests);
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const wanted = options.testFilter && new Set(options.testFilter);
    const tests: TestResult[] = [];
    // what killed most before comes first, it is likely to kill again; of the others what is done soonest
    const likely = collected
      .filter((t) => wanted?.has(t.id) !== false)
      .toSorted(
        (a, b) =>
          (this.kills.get(b.id) ?? 0) - (this.kills.get(a.id) ?? 0) ||
          (this.took.get(a.id) ?? 0) - (this.took.get(b.id) ?? 0),
      );
    for (const t of likely) {
      Object.assign(shared, {
        activeMutant: options.activeMutant.id,
        hitCount: 0,
        hitLimit: options.hitLimit,
      });
      const result = await runOne(t);
      const looped = determineHitLimitReached(shared.hitCount, options.hitLimit);
      Object.assign(shared, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
      if (looped) return toMutantRunResult(looped);
      tests.push(result);
      if (result.status !== TestStatus.Failed) continue;
      if ((await runOne(t)).status === TestStatus.Failed) process.exit(1);
      this.kills.set(t.id, (this.kills.get(t.id) ?? 0) + 1);
      if (!options.disableBail) break;
    }
    return toMutantRunResult(complete(tests));
  }
}

const complete = (tests: TestResult[]): CompleteDryRunResult => ({
  status: DryRunStatus.Complete,
  tests,
  ...(shared.mutantCoverage ? { mutantCoverage: shared.mutantCoverage } : {}),
});

async function runOne(t: Collected): Promise<TestResult> {
  const begun = performance.now();
  const told = { id: t.id, name: t.id };
  try {
    await t.run();
    return { ...told, timeSpentMs: performance.now() - begun, status: TestStatus.Success };
  } catch (error) {
    const failureMessage = error instanceof Error ? error.message : String(error);
    return { ...told, timeSpentMs: performance.now() - begun, status: TestStatus.Failed, failureMessage };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcess)];
