import { subjectName } from '../answers/subjects.ts';
import * as z from 'zod';
import type { Minute } from '../time/calendar.ts';
import { checkOrder } from './check-order.ts';
import { severity, type Library } from '../formulary/formulary.ts';
import { instantOf, orderFile } from '../order/order.ts';
import type { Finding, OrderReport } from './report.ts';
import { Refused } from '../number/result.ts';
import { secondOpinion } from './second-opinion.ts';

const outcome = z.enum(['pass', 'fail', 'could-not-be-done']);

/** A published order or incident with what the checks must say. `file` is what `meniscus check` reads. */
export const selfTestCase = z.strictObject({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  /** what the source leaves out and was filled in */
  assumed: z.array(z.string()),
  file: z.unknown(),
  must: z.array(
    z.strictObject({
      id: z.string(),
      subject: z.string().optional(),
      outcome,
      severity: severity.optional(),
    }),
  ),
  /** every finding that fits all of what is named is one too many */
  mustNot: z.array(
    z.strictObject({ id: z.string().optional(), outcome: outcome.optional(), severity: severity.optional() }),
  ),
  expect: z.record(z.string(), z.string()).optional(),
  refused: z.array(z.strictObject({ path: z.string(), code: z.string() })).optional(),
});
export type SelfTestCase = z.infer<typeof selfTestCase>;

export interface SelfTestReport {
  readonly ruleSet: string;
  readonly cases: number;
  /** one entry per case that did not come out as published, with what was wrong */
  readonly failures: readonly {
    readonly id: string;
    readonly name: string;
    readonly wrong: readonly string[];
  }[];
}

/** The figures that a case may expect, by the words it uses for them. Throws on a word that is not known. */
export function figureOf(r: OrderReport, name: string): string | null | undefined {
  const worst = /^(worst|under limit|mme) (\d+ h)$/.exec(name);
  if (worst) {
    const w = r.exposure.windows.find((x) => x.window === worst[2]);
    return worst[1] === 'worst' ? w?.worst : worst[1] === 'mme' ? w?.mme : w?.underLimit;
  }
  const field = (id: string) => r.program.fields.find((f) => f.id === id);
  const named: Record<string, string | null | undefined> = {
    concentration: r.preparation.concentration,
    draw: r.preparation.draw,
    diluent: r.preparation.diluent,
    demand: r.regimen.demand,
    'basal flow': field('continuous-rate')?.volume,
    'demand volume': field('demand-dose')?.volume,
    'demand below': field('demand-dose')?.below?.value,
    'demand below deviation': field('demand-dose')?.below?.deviation,
    'demand above': field('demand-dose')?.above?.value,
    'demand above deviation': field('demand-dose')?.above?.deviation,
    'clinician volume': field('clinician-bolus')?.volume,
    'kvo at limit': r.exposure.kvoAtLimit,
    'time to limit': r.exposure.timeToLimit,
    'doses under limit': r.exposure.dosesUnderLimit,
    'dose spacing': r.exposure.doseSpacing,
  };
  if (!Object.hasOwn(named, name)) throw new Error(`no figure is called "${name}"`);
  return named[name];
}

const KEYS = ['id', 'subject', 'outcome', 'severity'] as const;
/** Does a finding fit what a case names? What is not named is free. */
export const fits = (f: Finding, want: { [K in (typeof KEYS)[number]]?: string | undefined }): boolean =>
  KEYS.every((k) => want[k] === undefined || (k === 'subject' ? subjectName(f.subject) : f[k]) === want[k]);

function wrongWith(c: SelfTestCase, library: Library, shipped: boolean): string[] {
  const file = orderFile.parse(c.file);
  const question = { ...file, at: instantOf(file, 0 as Minute) };
  let report: OrderReport;
  try {
    report = checkOrder(question, library);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const told = error.issues.map(({ path, code }) => `${path}: ${code}`).toSorted();
    const wanted = (c.refused ?? []).map(({ path, code }) => `${path}: ${code}`).toSorted();
    return told.join() === wanted.join()
      ? []
      : [`refused as ${told.join('; ')}, not as ${wanted.join('; ') || 'computable'}`];
  }
  if (c.refused) return [`computed, not refused as ${c.refused.map((r) => r.code).join(', ')}`];
  // a site may be stricter than what is shipped: then only what must be found is asked for
  const must = shipped
    ? c.must
    : c.must
        .filter((m) => m.outcome === 'fail')
        .map(({ id, subject, outcome: o }) => ({ id, subject, outcome: o }));
  const missed = must.filter((want) => !report.findings.some((f) => fits(f, want)));
  const unwanted = shipped ? c.mustNot.filter((want) => report.findings.some((f) => fits(f, want))) : [];
  const figures = Object.entries(c.expect ?? {}).filter(([name, value]) => figureOf(report, name) !== value);
  return [
    ...missed.map((m) => `does not find ${m.id} ${m.outcome}`),
    ...unwanted.map((m) => `finds ${JSON.stringify(m)}`),
    ...figures.map(([name, value]) => `${name} is ${figureOf(report, name) ?? 'nothing'}, not ${value}`),
    ...secondOpinion(question, library).map((i) => `second opinion: ${i.path}: ${i.code}: ${i.given ?? ''}`),
  ];
}

/**
 * Runs published incidents and golden cases through a rule set. In: the cases, the rule set, and whether it is the
 * shipped one, which must answer each case to the letter; another must find all that has to be found. Out: how many ran,
 * and each that came out otherwise.
 */
export function selfTest(cases: readonly SelfTestCase[], library: Library, shipped: boolean): SelfTestReport {
  const failures = cases.flatMap((c) => {
    const wrong = wrongWith(c, library, shipped);
    return wrong.length > 0 ? [{ id: c.id, name: c.name, wrong }] : [];
  });
  return { ruleSet: library.version, cases: cases.length, failures };
}
