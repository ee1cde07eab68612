import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PIECE_BYTES } from '../../bridge/products.ts';
import { openOffice, type Window } from '../electron/office.ts';
import { quantile, spentBy, type Bench } from './measure.ts';

/*
 * What a directory of a hundred thousand products is like: drugs, salts, forms, makers and strengths in the proportions of FDA's of
 * January 2015, where half of all words stand in one row in a hundred or more.
 */
const DRUGS =
  'morphine hydromorphone fentanyl bupivacaine ropivacaine ketamine lidocaine sodium acetaminophen hydrocodone oxycodone zolpidem amlodipine metformin lisinopril atorvastatin gabapentin sertraline omeprazole warfarin prednisone ibuprofen naproxen tramadol methadone meperidine naloxone ondansetron heparin vancomycin'.split(
    ' ',
  );
const SALTS = 'hydrochloride sulfate citrate sodium maleate tartrate acetate phosphate'.split(' ');
const FORMS = 'TABLET|TABLET, FILM COATED|INJECTION, SOLUTION|CAPSULE|SOLUTION|CREAM'.split('|');
const MAKERS = Array.from(
  { length: 400 },
  (_, i) =>
    `${['Hospira', 'Fresenius', 'Teva', 'Mylan', 'Physicians'][i % 5]} ${['Laboratories', 'Pharma', 'Total Care', 'Kabi'][i % 4]} ${letters(i)}`,
);
const STRENGTHS = '.2 .5 1 2 4 5 10 15 25 30 50 100 250 500'.split(' ');
const COUNT = 100_000;

function letters(i: number): string {
  return String.fromCodePoint(
    ...[i % 26, Math.floor(i / 26) % 26, Math.floor(i / 676) % 26].map((n) => 97 + n),
  );
}
const at = <T>(list: readonly T[], i: number): T => list[i % list.length]!;

function* lines(): Generator<string> {
  yield 'PRODUCTNDC\tPROPRIETARYNAME\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT\n';
  for (let i = 0; i < COUNT; i += 1) {
    const drug =
      i % 3 === 0
        ? at(DRUGS, i * 7)
        : `${letters(i * 31)}${at(['zol', 'mab', 'pril', 'statin', 'oxacin'], i)}${letters(i % 90)}`;
    const generic = `${drug} ${at(SALTS, i * 5)}`;
    const code = `${String(10_000 + (i % 997)).padStart(5, '0')}-${String(Math.floor(i / 997)).padStart(4, '0')}`;
    yield `${[code, i % 2 === 0 ? generic : `${letters(i * 17)}ex${letters(i)}`, generic, at(FORMS, i * 11), 'ORAL', at(MAKERS, i * 13), generic.toUpperCase(), at(STRENGTHS, i), 'mg/mL'].join('\t')}\n`;
  }
}

/** What somebody types, letter by letter. */
const TYPED = [
  'hydromorphone 10',
  'hydromorpone',
  'morphine sulfate hosp',
  'bupivicaine',
  'fentanil citrate',
  'sodium chl',
  'acetaminophen tablet',
  'ketamine teva',
  'zolpidem tartrate',
  'lidocaine hydrochloride injection',
  '10005-0012',
  'qwertyuiop',
];

/** A list of 100,000 products, a second time, and every keystroke of what somebody looks for then. */
export async function bench(): Promise<Bench[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meniscus-bench-products-'));
  const office = await openOffice({ dataDir });
  const file = Buffer.from([...lines()].join(''));
  const base = process.memoryUsage().rss;
  const first = await imported(office.supervisor, file);
  const again = await imported(office.supervisor, file);
  const keystrokes: number[] = [];
  for (let round = 0; round < 4; round += 1)
    for (const text of TYPED)
      for (let n = 1; n <= text.length; n += 1) {
        const search = text.slice(0, n);
        const ms = await spentBy(() => office.supervisor.do('product.list', { search }));
        // The first round warms the code up.
        if (round > 0) keystrokes.push(ms);
      }
  await office.close();
  rmSync(dataDir, { recursive: true, force: true });
  const row = (what: string, { clock, processor, memory }: Imported) => ({
    what,
    's by the clock': clock.toFixed(1),
    's of processor': processor.toFixed(1),
    'memory above the start, most, MB': ((memory - base) / 1e6).toFixed(0),
  });
  return [
    {
      name: `import of ${COUNT} products, ${(file.length / 1e6).toFixed(0)} MB (budget: under 60 s)`,
      rows: [row('the first time', first), row('the same file again', again)],
      budgets: [{ what: 'import of 100,000 products, s of processor', measured: first.processor, most: 60 }],
    },
    {
      name: `search over ${COUNT} products, a keystroke, the whole command (budget: p95 under 5 ms)`,
      rows: [
        {
          keystrokes: String(keystrokes.length),
          'p50, ms of processor': quantile(keystrokes, 0.5).toFixed(2),
          'p95, ms of processor': quantile(keystrokes, 0.95).toFixed(2),
          'p99, ms of processor': quantile(keystrokes, 0.99).toFixed(2),
        },
      ],
      budgets: [
        { what: 'search of products, p95 in ms of processor', measured: quantile(keystrokes, 0.95), most: 5 },
      ],
    },
  ];
}

interface Imported {
  readonly clock: number;
  readonly processor: number;
  readonly memory: number;
}

async function imported(by: Window, file: Buffer): Promise<Imported> {
  let memory = 0;
  const began = performance.now();
  const processor = await spentBy(async () => {
    const { job } = await by.do('product.import-start', { file: 'product.txt', bytes: file.length });
    for (let from = 0; from < file.length; from += PIECE_BYTES) {
      const bytes = file.subarray(from, from + PIECE_BYTES).toString('base64');
      await by.do('product.import-piece', { job, at: from, bytes });
      memory = Math.max(memory, process.memoryUsage().rss);
    }
    await by.do('product.import-end', { job, stopped: false, whole: false });
  });
  return { clock: (performance.now() - began) / 1e3, processor: processor / 1e3, memory };
}
