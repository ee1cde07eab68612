/** A part of the engine that is changed, and the tests in test/engine/ that have to notice. */
interface Part {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** the part keeps what it has read once: a mutant must not meet what another has left there */
  readonly fresh?: true;
}

const CALCULATORS =
  'calculators/{answers,cases,checklist,completeness,convert,corruption,edges,fields,refusal-rows,refusals,two-ways,wording}.test.ts';
/**
 * What computes an order is met by the tests of other rooms too. Those that run thousands of orders for one answer stand here only
 * where they are about the room: a survivor is tried by every test that meets it, and their score can only be too low.
 */
const CHECKS =
  'checks/!(cases|check-order|formulary-rules|self-test|net|adversarial|published-regimens).test.ts';
const ORDER = 'order/**/*.test.ts';
const TESTS: Readonly<Record<string, readonly string[]>> = {
  order: [ORDER, '{program,pumps}/*.test.ts', 'refused-rarely.test.ts', CHECKS],
  formulary: ['formulary/*.test.ts', ORDER, CHECKS, 'checks/formulary-rules.test.ts'],
  pumps: ['{pumps,program}/*.test.ts', 'order/regimen/*.test.ts', CHECKS],
  program: ['{program,pumps}/*.test.ts', 'order/regimen/*.test.ts', CHECKS],
  exposure: ['{exposure,timeline}/*.test.ts', 'order/regimen/*.test.ts', CHECKS],
  facts: [ORDER, 'timeline/*.test.ts', CHECKS],
  timeline: ['timeline/*.test.ts', CHECKS],
  checks: [CHECKS, 'checks/{check-order,self-test,formulary-rules}.test.ts', ORDER],
  explain: ['explain/*.test.ts'],
};

const room = (name: string, part: Omit<Part, 'mutate'>): Part => ({
  mutate: [`engine/${name}/**/*.ts`],
  ...part,
});

/** One part for each room of the engine. */
const PARTS: Readonly<Record<string, Part>> = {
  number: room('number', { tests: ['{number,derivation}/**/*.test.ts'], fresh: true }),
  time: room('time', { tests: ['time/**/*.test.ts'], fresh: true }),
  derivation: room('derivation', { tests: ['{derivation,number}/**/*.test.ts'], fresh: true }),
  calculators: room('calculators', { tests: [CALCULATORS] }),
  gs1: room('gs1', { tests: ['gs1/**/*.test.ts', 'refused-rarely.test.ts'] }),
  ...Object.fromEntries(Object.entries(TESTS).map(([name, tests]) => [name, room(name, { tests })])),
};

/** The part that the environment names in `MUTATION`, the calculators unless it does. */
export function partAsked(): Part {
  const name = process.env['MUTATION'] ?? 'calculators';
  const part = PARTS[name];
  if (!part) throw new Error(`MUTATION is one of ${Object.keys(PARTS).join(', ')}, not ${name}`);
  return part;
}

/** `MUTATION_SAMPLE=600 MUTATION_SEED=7`: so many mutants, drawn anew by the seed; every mutant of the part without it. */
export function sampleAsked(): { readonly size: number; readonly seed: number } | null {
  const size = process.env['MUTATION_SAMPLE'];
  if (size === undefined) return null;
  const seed = process.env['MUTATION_SEED'];
  if (seed === undefined) throw new Error('MUTATION_SEED is a number, drawn anew for each measurement');
  return { size: parseInt(size, 10), seed: parseInt(seed, 10) };
}
