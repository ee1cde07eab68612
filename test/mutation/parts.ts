/** A part of the engine that is changed, and the tests in test/engine/ that have to notice. */
interface Part {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** the part keeps what it has read once: a mutant must not meet what another has left there */
  readonly fresh?: true;
}

const NUMBERS = '{notation,units,quantity,derivation,recheck,rounding,irrational,temperature,calendar}';
const CALCULATORS = 'engine/calculators/**/*.ts';

const PARTS: Readonly<Record<string, Part>> = {
  numbers: { mutate: [`engine/${NUMBERS}.ts`], tests: [`${NUMBERS}.test.ts`], fresh: true },
  calculators: {
    mutate: [CALCULATORS],
    tests: [
      'calculators/{answers,cases,checklist,completeness,convert,corruption,fields,refusal-rows,refusals,two-ways,wording}.test.ts',
    ],
  },
  orders: {
    mutate: ['engine/**/*.ts', `!engine/${NUMBERS}.ts`, `!${CALCULATORS}`],
    tests: ['*.test.ts', '{checks,gs1,timeline}/*.test.ts'],
  },
};

/** The part that the environment names in `MUTATION`, the calculators unless it does. */
export function partAsked(): Part {
  const name = process.env['MUTATION'] ?? 'calculators';
  const part = PARTS[name];
  if (!part) throw new Error(`MUTATION is one of ${Object.keys(PARTS).join(', ')}, not ${name}`);
  return part;
}
