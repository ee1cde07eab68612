import * as fc from 'fast-check';
import { reportFigures } from '../../tools/report-figures.ts';
import { againstEveryValue } from '../engine/explain/every-value.ts';
import { library, questionOf } from '../engine/base-order.ts';
import { randomKinds } from '../engine/explain/order-kinds.ts';

/** `npm run test:explain [count] [seed] [values]`: explanations of random orders of every kind against trying every value of a field. */
const count = parseInt(process.argv[2] ?? '2000', 10);
const seed = parseInt(process.argv[3] ?? '1', 10);
const most = process.argv[4] ?? '1000';
let held = 0;
let wrong = 0;
for (const [i, changes] of fc.sample(randomKinds, { numRuns: count, seed }).entries()) {
  if (i % 50 === 0) process.stderr.write(`\r${i} of ${count}`);
  const missed = againstEveryValue(questionOf(changes), library, BigInt(most));
  if (missed === null) continue;
  held += 1;
  if (missed.length === 0) continue;
  wrong += 1;
  console.log(JSON.stringify(changes), missed);
}
process.stderr.write('\n');
const lines = [
  '| random orders | seed | ranges of at most so many values | that a number decides | a value that passes first was missed |',
  '| --- | --- | --- | --- | --- |',
  `| ${count} | ${seed} | ${most} | ${held} | ${wrong} |`,
];
console.log(lines.join('\n'));
reportFigures('explain', lines);
process.exitCode = wrong === 0 ? 0 : 1;
