/**
 * `npm run test:agreement`: random valid inputs over all calculators; the exact engine and the second opinion must agree on
 * every one. `AGREEMENT_N` inputs (100,000), `AGREEMENT_SEED` (1); both may be given as arguments as well.
 */
import { agreement } from './engine/calculators/agreement.ts';

const whole = (text: string | undefined, otherwise: string): number => parseInt(text ?? otherwise, 10);
const n = whole(process.argv[2] ?? process.env['AGREEMENT_N'], '100000');
const seed = whole(process.argv[3] ?? process.env['AGREEMENT_SEED'], '1');
const started = performance.now();
const { agreed, refused, lines, disagreements, perCalculator } = agreement(n, seed);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const fewest = [...perCalculator].toSorted((a, b) => a[1] - b[1])[0];
console.log(
  `agreement: seed ${seed}, ${agreed} valid inputs, ${lines} derivation lines, ${refused} refused and drawn again, ${seconds} s`,
);
console.log(`fewest valid inputs: ${fewest?.[0]} ${fewest?.[1]}`);
for (const d of disagreements) console.error(JSON.stringify(d));
console.log(`${disagreements.length} disagreements`);
if (disagreements.length > 0 || agreed < n) process.exitCode = 1;
