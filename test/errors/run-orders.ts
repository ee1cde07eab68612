import { reportFigures } from '../../tools/report-figures.ts';
import { randomOrders } from './random-orders.ts';

/** `npm run test:orders [count] [seed]`: the figures go into docs/testing.md. */
const count = parseInt(process.argv[2] ?? '20000', 10);
const seed = parseInt(process.argv[3] ?? '1', 10);
const f = randomOrders(count, seed, (done) => process.stderr.write(`\r${done} of ${count}`));
process.stderr.write('\n');
for (const [property, orders] of Object.entries(f.broken))
  for (const order of orders) console.log(`${property}: ${order}`);
const wrong = (property: keyof typeof f.broken) => f.broken[property].length;
const lines = [
  '| random orders | what was held | times | exceptions |',
  '| --- | --- | --- | --- |',
  `| ${f.orders} | closed form, simulation and mathjs agree | ${f.orders} | ${wrong('second opinion')} |`,
  `| | a raised limit adds no finding, a lowered dose no overdose finding | ${f.compared} | ${wrong('raised limit') + wrong('lowered dose')} |`,
  `| | a proposed change passes when it is checked again | ${f.proposed} | ${wrong('proposed change')} |`,
];
console.log(lines.join('\n'));
reportFigures('orders', lines);
process.exitCode = Object.values(f.broken).every((x) => x.length === 0) ? 0 : 1;
