/**
 * `npm run docs`: writes docs/calculators.md and docs/checks.md from their registries. `npm run docs:check` writes
 * nothing and fails when a file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  describe,
  type CalculatorDescription,
  type FieldDescription,
} from '../engine/calculators/describe.ts';
import { calculators } from '../engine/calculators/registry.ts';
import { checks } from '../engine/checks/table.ts';
import { roundings, type RoundingName } from '../engine/derivation/rounding.ts';

const COMMON = ['rounding', 'resultUnit'];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
];

function bounds(f: FieldDescription): string {
  const parts = [
    f.zeroAllowed === true ? 'zero allowed' : f.zeroAllowed === false ? 'above zero' : '',
    f.least === undefined ? '' : `at least ${f.least}`,
    f.most === undefined ? '' : `at most ${f.most}`,
    f.note ?? '',
  ];
  return parts.filter((p) => p !== '').join('; ');
}

function inputRows(inputs: CalculatorDescription['inputs'], prefix = ''): string[][] {
  return Object.entries(inputs)
    .filter(([name]) => prefix !== '' || !COMMON.includes(name))
    .flatMap(([name, f]) => [
      [`\`${prefix}${name}\``, f.label, f.required ? 'yes' : '', f.units?.join(', ') ?? f.accepts, bounds(f)],
      ...(f.of ? inputRows(f.of, `${prefix}${name}[].`) : []),
    ]);
}

function section(c: CalculatorDescription): string[] {
  const outputs = Object.entries(c.outputs).map(([name, o]) => [
    `\`${name}\``,
    o.label,
    o.units.filter((u) => u !== '').join(', ') || (o.units.length > 0 ? 'plain number' : 'words'),
    o.units.length > 0 ? roundings[o.rounding as RoundingName].name : '',
  ]);
  const expected = Object.entries(c.example.expected).map(([name, text]) => `${name} = ${text}`);
  return [
    `### ${c.title}`,
    '',
    `\`${c.id}\`. Also found by: ${c.aliases.join(', ')}.`,
    '',
    `**Formula:** ${cell(c.formula)}`,
    '',
    ...table(['input', 'what', 'needed', 'units or text', 'bounds and notes'], inputRows(c.inputs)),
    '',
    ...(c.solveFor
      ? [
          `Any one of ${c.solveFor.map((n) => `\`${n}\``).join(', ')} may be left empty: it is the answer.`,
          '',
        ]
      : []),
    ...table(['output', 'what', 'units', 'rounding'], outputs),
    '',
    `**Valid:** ${c.validity.join('; ')}.`,
    '',
    `**Example:** \`${JSON.stringify(c.example.input)}\` gives ${expected.join(', ')}.`,
    '',
    `**Source:** ${c.source.title} (\`${c.source.id}\`).`,
    '',
  ];
}

export function document(): string {
  const described = calculators.map(describe);
  const groups = [...new Set(described.map((c) => c.group))];
  const uses = Object.entries(roundings).map(([id, r]) => [`\`${id}\``, r.name, r.direction, r.reason]);
  return [
    '# Calculators',
    '',
    '<!-- Written by `npm run docs` from engine/calculators/registry.ts. Do not edit. -->',
    '',
    `${described.length} calculators. Every input is text: a quantity is \`number unit\` with one space, a date \`YYYY-MM-DD\`, an instant \`YYYY-MM-DDTHH:mmZ\` or with an offset. A strength may be written as \`10 mg/mL\`, \`0.9 % w/v\`, \`1:1000\` or \`250 mg/5 mL\`. What is not plainly a number is refused by name, never repaired.`,
    '',
    'Every calculator also takes `rounding` (such as `nearest 0.1 mL`, `down to whole drops`, `nearest 3 significant digits`) and `resultUnit`. Each output carries `value`, `unit`, `exact`, `rounded`, the rule and the error. Roots, powers and logarithms are rounded to 36 significant digits and say so.',
    '',
    'Sources marked "from general knowledge, verify" were not read in the primary document: a pharmacist approves them before use.',
    '',
    '## Rounding rules',
    '',
    ...table(['use', 'rule', 'direction', 'why'], uses),
    '',
    ...groups.flatMap((group) => [
      `## ${group}`,
      '',
      ...described.filter((c) => c.group === group).flatMap(section),
    ]),
  ].join('\n');
}

/** The link of the chain that a check speaks of: the first word of its id. */
const LINKS: Readonly<Record<string, string>> = {
  formulary: 'library and patient',
  order: 'order',
  preparation: 'bag',
  program: 'pump',
  exposure: 'what the patient can receive',
};

function checksDocument(): string {
  const rows = checks.map((c) => [`\`${c.id}\``, LINKS[c.id.split('-')[0] ?? ''] ?? '', c.asks]);
  return [
    '# Checks',
    '',
    '<!-- Written by `npm run docs` from engine/checks/table.ts. Do not edit. -->',
    '',
    `${checks.length} checks, in the order in which they answer. Each finding says pass, fail (info, soft, hard or absolute) or could-not-be-done with the missing fact, and carries what was observed, the limit and its source.`,
    '',
    ...table(['check', 'speaks of', 'asks'], rows),
    '',
  ].join('\n');
}

const FILES: Readonly<Record<string, () => string>> = {
  'docs/calculators.md': document,
  'docs/checks.md': checksDocument,
};

if (import.meta.main) {
  const checking = process.argv.includes('--check');
  for (const [file, write] of Object.entries(FILES)) {
    const text = write();
    if (!checking) writeFileSync(file, text);
    const stale = checking && (!existsSync(file) || readFileSync(file, 'utf8') !== text);
    if (stale) console.error(`${file} is stale: run npm run docs`);
    else console.log(`${file} ${checking ? 'is up to date' : 'written'}`);
    if (stale) process.exitCode = 1;
  }
}
