/** A part of the engine that is changed, and the tests in test/engine/ that have to notice. */
interface Part {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** the part keeps what it has read once: a mutant must not meet what another has left there */
  readonly fresh?: true;
}

const CALCULATORS =
  'calculators/{answers,cases,checklist,completeness,convert,corruption,fields,refusal-rows,refusals,two-ways,wording}.test.ts';
/** Whatever computes an order: each of these rooms is met by the tests of the others too. */
const ORDERS = [
  '*.test.ts',
  '{number,time,derivation,order,formulary,program,exposure,checks,explain,gs1}/**/*.test.ts',
];

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
  ...Object.fromEntries(
    ['order', 'formulary', 'program', 'exposure', 'checks', 'explain'].map((name) => [
      name,
      room(name, { tests: ORDERS }),
    ]),
  ),
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
