import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCsv } from '../../db/csv.ts';
import { run as runProgram } from '../../electron/hosts/cli/program.ts';
import { draftOrder, openOffice, PASSWORD } from './office.ts';

const root = join(import.meta.dirname, '../..');
const cases = join(root, 'test/cases/cli');
const clean = readFileSync(join(cases, 'clean-order.json'), 'utf8');

/** The command line as a shell runs it: arguments, standard input, exit code, one line of error. */
function shell(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const run = spawnSync(process.execPath, [join(root, 'electron/hosts/cli/cli.ts'), ...args], {
    cwd: root,
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, error: run.stderr };
}
/** The same without a process of its own; what would come on standard input is a file. */
async function meniscus(args: readonly string[], input = '') {
  const file = join(dir, 'input');
  writeFileSync(file, input);
  let [out, error] = ['', ''];
  const code = await runProgram(
    args.map((a) => (a === '-' ? file : a)),
    { out: (text) => void (out += text), err: (text) => void (error += text) },
  );
  return { code, out, error };
}
const dir = mkdtempSync(join(tmpdir(), 'meniscus-cli-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const change = (from: string, to: string): string => {
  expect(clean).toContain(from);
  return clean.replace(from, to);
};

test('check: 0 if nothing blocks, once the site has entered the range that no source gives', () => {
  const run = shell(['check', '-', '--site', join(cases, 'site.json')], clean);
  expect(run.error).toBe('');
  expect(run.code).toBe(0);
  const report = JSON.parse(run.out) as { blocking: number; secondOpinion: unknown[] };
  expect(report.blocking).toBe(0);
  expect(report.secondOpinion).toEqual([]);
});

test('check: 1 if a finding blocks: the same order without that range, and a basal rate in a naive patient', async () => {
  const missing = await meniscus(['check', '-'], clean);
  expect(missing.code).toBe(1);
  expect(missing.out).toContain('pump-range-not-known');
  const basal = await meniscus(
    ['check', '-', '--site', join(cases, 'site.json')],
    change('"0 mg/h"', '"0.5 mg/h"'),
  );
  expect(basal.code).toBe(1);
});

test.each([
  ['a decimal comma', '"0.5 mg"', '"0,5 mg"', 'order.regimen.demand: number-has-comma'],
  [
    'a dose that is given twice',
    '"demand":',
    '"demand": "5 mg", "demand":',
    'json-not-read: the name "demand" stands twice',
  ],
  ['an unknown key', '"pump":', '"pumpe": "x", "pump":', 'order.pumpe: unknown-key'],
  ['a lockout of zero', '"10 min"', '"0 min"', 'order.regimen.lockout: lockout-zero'],
  ['a birth date in the future', '"1980-02-14"', '"2027-02-14"', 'patient.birthDate: birth-date-in-future'],
])('check: 2 and one line with the path for %s', async (_name, from, to, line) => {
  const run = await meniscus(['check', '-'], change(from, to));
  expect(run.code).toBe(2);
  expect(run.out).toBe('');
  expect(run.error).toContain(line);
  expect(run.error.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  ['HYDROmorphone 10 mg/mL', '10 mg/mL', 'made.ingredients.0.name: vial-of-another-drug'],
  ['Morphine', '25 mg/mL', 'made.ingredients.0.strength: vial-of-another-strength'],
])(
  'check: 2 if what went in is a vial of another drug or strength: %s, %s',
  async (name, strength, refused) => {
    // the recipe of the file asks for morphine 10 mg/mL
    const vial = {
      role: 'drug',
      name,
      ndc: null,
      manufacturer: null,
      lot: 'L1',
      expiry: '2027-06-01',
      strength,
    };
    const file = { ...(JSON.parse(clean) as object), made: { ingredients: [{ ...vial, drawn: '10 mL' }] } };
    const run = await meniscus(['check', '-'], JSON.stringify(file));
    expect(run.code).toBe(2);
    expect(run.error).toContain(refused);
  },
);

test('check --text reads for a person', async () => {
  const run = await meniscus(['check', '-', '--text'], clean);
  expect(run.out).toContain('5 mL');
  expect(run.out).toContain('the second opinion agrees on every number');
});

test('schema order is JSON Schema; an unknown name is refused', async () => {
  expect((JSON.parse((await meniscus(['schema', 'order'])).out) as { type: string }).type).toBe('object');
  expect((await meniscus(['schema', 'nothing'])).code).toBe(2);
});

test('calc takes named values and lists its fields; convert reads lines and what is below zero', async () => {
  const run = await meniscus([
    'calc',
    'pca-maxima',
    'demand=4 mL',
    'lockout=20 min',
    'basal=6 mL/h',
    '--text',
  ]);
  expect(run.out).toContain('maximum in 1 h without a loading dose: 18 mL');
  const unnamed = await meniscus(['calc', 'pca-maxima', '4 mL']);
  expect(unnamed.code).toBe(2);
  expect(unnamed.error).toContain('value-not-named');
  expect((await meniscus(['calc', 'pca-maxima', '--help'])).out).toContain(
    '  lockout: lockout; number and unit',
  );
  const lines = shell(['convert'], '0.9% to mg/mL\n1:1,000 to mg/mL\nnothing\n').out.split('\n');
  expect(lines[0]).toBe('9 mg/mL');
  expect(lines[1]).toMatch(/^refused: .*without a comma: 1:1000$/);
  expect(lines[2]).toMatch(/^refused: /);
  expect((await meniscus(['convert', '-5 C', 'F'])).out).toMatch(/^23 F\n/);
});

// 2 mcg/kg for 70 kg: field study, golden case 6. 0.1 mcg/kg/min: 0.1 × 60 ÷ 1000 mg/kg/h.
test('calc and convert answer exactly', async () => {
  expect((await meniscus(['convert', '0.1 mcg/kg/min', 'mg/kg/h'])).out).toMatch(/^0\.006 mg\/kg\/h\n/);
  const lines = [
    '{"id":"dose-by-weight","input":{"dose":"2 mcg/kg","weight":"70 kg"}}',
    'not json',
    '{"id":"none","input":{}}',
  ];
  const answers = shell(['calc', '--jsonl'], `${lines.join('\n')}\n`)
    .out.trimEnd()
    .split('\n')
    .map((l) => JSON.parse(l) as { ok: boolean });
  expect(answers.map((a) => a.ok)).toEqual([true, false, false]);
  expect(JSON.stringify(answers[0])).toMatch(/"(?:140|0\.14)"/);
});

/** Each line that is no request is answered at its place, with the path from the line. */
test('calc --jsonl answers every line, refusals by path included', () => {
  const long = '1'.repeat(100_000);
  const expected: readonly (readonly [string, string, string])[] = [
    ['', '', 'json-not-read'],
    ['{"id":"concentration"', '', 'json-not-read'],
    ['[]', '', 'invalid-type'],
    ['null', '', 'invalid-type'],
    ['{"input":{}}', 'id', 'missing'],
    ['{"id":5,"input":{}}', 'id', 'invalid-type'],
    ['{"id":"concentration","inputs":{}}', 'inputs', 'unknown-key'],
    ['{"id":"concentration"}', 'input', 'missing'],
    ['{"id":"concentration","input":[]}', 'input', 'invalid-type'],
    ['{"id":"__proto__","input":{}}', 'id', 'calculator-not-known'],
    ['{"id":"concentration","input":{"drugAmount":5,"volume":"5 mL"}}', 'input.drugAmount', 'invalid-type'],
    [
      `{"id":"concentration","input":{"drugAmount":"${long} mg","volume":"5 mL"}}`,
      'input.drugAmount',
      'text-too-long',
    ],
    ['{"id":"concentration","input":{"drugAmount":"5 mg","volumes":"5 mL"}}', 'input.volumes', 'unknown-key'],
    [
      '{"id":"mme","input":{"opioids":[{"opioid":"x","dailyDose":"1 mg"}]}}',
      'input.opioids.0.opioid',
      'choice-not-known',
    ],
    ['{"id":"concentration","input":{"drugAmount":"5 mg","volume":"5 mL"}}', 'concentration', '1'],
  ];
  const run = shell(['calc', '--jsonl'], `${expected.map(([line]) => line).join('\n')}\n`);
  const answers = run.out.trimEnd().split('\n');
  expect(answers).toHaveLength(expected.length);
  for (const [i, [line, path, code]] of expected.entries()) {
    const answer = JSON.parse(answers[i]!) as {
      ok: boolean;
      value?: { outputs: Record<string, { exact: string }> };
      failure?: { issues: { path: string; code: string; given: string | null; accepted: string }[] };
    };
    if (answer.ok) {
      expect(answer.value?.outputs[path]?.exact).toBe(code);
      continue;
    }
    const met = answer.failure!.issues.find((x) => x.path === path && x.code === code);
    expect(met, `${line.slice(0, 80)}: ${answers[i]!.slice(0, 200)}`).toBeDefined();
    for (const issue of answer.failure!.issues) expect((issue.given ?? '').length).toBeLessThan(80);
  }
});

// a process each: slow where the machine is busy
test('calc ID reads a file or standard input; a refusal is one line with path and code 2', async () => {
  const answer = await meniscus(
    ['calc', 'concentration', '--in', '-'],
    '{"drugAmount":"500 mg","volume":"250 mL"}',
  );
  expect(answer.code).toBe(0);
  const { outputs, derivations, source } = JSON.parse(answer.out) as {
    outputs: Record<string, { value: string; unit: string; exact: string; rounded: string }>;
    derivations: { line: string }[];
    source: { title: string };
  };
  expect(outputs['concentration']).toMatchObject({ value: '2', unit: 'mg/mL', exact: '2', rounded: '2' });
  expect(derivations[0]?.line).toBe('500 mg ÷ 250 mL = 2 mg/mL');
  expect(source.title).toContain('USP');
  const people = await meniscus(
    ['calc', 'concentration', '--in', '-', '--text'],
    '{"drugAmount":"1 g","volume":"300 mL"}',
  );
  expect(people.out).toContain('concentration: about 3.33333333333 mg/mL, exactly 10/3 mg/mL  → 3.333 mg/mL');
  const unknown = await meniscus(['calc', 'no-such']);
  expect([unknown.code, unknown.error]).toEqual([
    2,
    'id: calculator-not-known: "no-such" was given; accepted: an id of calc --list\n',
  ]);
  const refused = await meniscus(
    ['calc', 'concentration', '--in', '-'],
    '{"drugAmount":"0,5 mg","volume":"5 mg"}',
  );
  expect([refused.code, refused.out]).toEqual([2, '']);
  expect(refused.error).toMatch(/^drugAmount: number-has-comma.*volume: unit-of-other-dimension[^\n]*\n$/);
  expect(await meniscus(['calc', 'concentration', '--in', '/no/such/file.json'])).toMatchObject({
    code: 2,
    error: expect.stringMatching(/^file-not-read: ENOENT/) as unknown,
  });
  const list = JSON.parse((await meniscus(['calc', '--list'])).out) as {
    id: string;
    inputs: object;
    outputs: object;
  }[];
  expect(list.find((c) => c.id === 'concentration')).toMatchObject({
    inputs: { volume: { units: ['mL', 'L'] } },
    outputs: { volume: { units: ['mL'] } },
  });
});

test('log verify refuses what is not a log', async () => {
  const run = await meniscus(['log', 'verify', '-'], 'a,b\n1,2\n');
  expect(run.code).toBe(1);
  expect(run.error).toContain('not an exported log');
});

/** Rows of the CSV that `simulate` prints, as objects by column. */
const simulated = async (args: readonly string[], input: string) => {
  const run = await meniscus(['simulate', '-', '--csv', ...args], input);
  expect(run.error).toBe('');
  const [head = [], ...rows] = [...readCsv(run.out)];
  return rows.map((r) => Object.fromEntries(head.map((c, i) => [c, r[i] ?? ''])));
};

test('simulate --csv: the step function of the worst case, dose by dose', async () => {
  // 0.5 mg every 10 min, 10 mg in 4 h, session of 4 h: the tenth dose at 90 min, twenty in all
  const rows = (await simulated(['--hours', '24'], clean)).filter((r) => r['line'] === 'morphine');
  expect(rows.map((r) => r['worst_before']).slice(0, 3)).toEqual(['0 mg', '0.5 mg', '1 mg']);
  const last = rows.find((r) => r['elapsed_h'] === '1.5');
  expect(last).toMatchObject({ worst_before: '4.5 mg', worst: '5 mg', worst_in_1_h: '3 mg' });
  expect(rows.at(-1)).toMatchObject({ worst: '10 mg', expected: '0 mg' });
});

const clock = async (start: string) =>
  (await simulated(['--hours', '4', '--every', '60 min'], change('2026-11-24T01:00Z', start)))
    .filter((r) => r['line'] === 'morphine')
    .map((r) => `${r['elapsed_h']} ${r['at_local']?.slice(11)}`);

test('simulate runs on elapsed time across a change of the local clock', async () => {
  // America/New_York, 2026-11-01: 01:59 EDT is followed by 01:00 EST; 2027-03-14: 01:59 EST by 03:00 EDT
  const autumn = ['0 00:00 EDT', '1 01:00 EDT', '2 01:00 EST', '3 02:00 EST', '4 03:00 EST'];
  const spring = ['0 00:00 EST', '1 01:00 EST', '2 03:00 EDT', '3 04:00 EDT', '4 05:00 EDT'];
  expect(await clock('2026-11-01T04:00Z')).toEqual(autumn);
  expect(await clock('2027-03-14T05:00Z')).toEqual(spring);
});

test('simulate: JSON with windows, limits and run-out; refusals are one line with the path', async () => {
  const run = await meniscus(
    ['simulate', '-', '--hours', '24', '--doses-per-hour', '2', '--window', '2 h'],
    clean,
  );
  const answer = JSON.parse(run.out) as { lines: { id: string; windows: unknown[] }[]; expectedUse: string };
  expect(answer.lines.map((l) => l.id)).toEqual(['morphine', 'MME']);
  // 2 h of worst case: twelve doses; of 2 doses an hour: four
  expect(answer.lines[0]?.windows).toMatchObject([
    { window: '2 h', worst: { amount: '6 mg' }, expected: { amount: '2 mg' } },
  ]);
  expect(answer.expectedUse).toContain('2 doses per hour');
  const refused = async (...args: string[]) => {
    const { code, out, error } = await meniscus(['simulate', '-', ...args], clean);
    expect([code, out]).toEqual([2, '']);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
    return error;
  };
  expect(await refused('--hours', '1,5')).toContain('hours: number-has-comma');
  expect(await refused('--hours', '0')).toContain('hours: hours-out-of-range');
  expect(await refused('--doses-per-hour', '7')).toContain('dosesPerHour: doses-per-hour-above-lockout');
  expect(await refused('--every', '15')).toContain('unit-missing');
  expect(await refused('--every', '0 min')).toContain('every: every-zero');
});

async function log(args: readonly string[], secret = PASSWORD) {
  process.env['MENISCUS_PASSWORD'] = secret;
  try {
    return await meniscus(['log', ...args]);
  } finally {
    delete process.env['MENISCUS_PASSWORD'];
  }
}

describe('the log on the command line', () => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeAll(async () => {
    office = await openOffice();
    const tess = await office.person('tess', 'technician');
    await draftOrder(tess);
    // One writer at a time: the command line opens the data file itself.
    await office.context.store.close();
  });
  afterAll(() => rmSync(office.dir, { recursive: true, force: true }));
  const at = (...more: string[]) => ['export', '--user', 'ada', '--data', office.dir, ...more];

  test('an exported log verifies from its file; one changed character is found by the number of its event', async () => {
    const file = join(office.dir, 'log.csv');
    const run = await log(at('--out', file));
    expect(run).toMatchObject({ code: 0, error: '' });
    expect(run.out).toMatch(/^\d+ rows, head [0-9a-f]{64}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await log(['verify', file])).toMatchObject({
      code: 0,
      out: expect.stringContaining('chain whole'),
    });
    const text = readFileSync(file, 'utf8');
    const line = text.split('\r\n').find((l) => l.includes('patient.save')) ?? '';
    writeFileSync(file, text.replace(line, line.replace('tess', 'tom')));
    expect(await log(['verify', file])).toMatchObject({
      code: 1,
      error: expect.stringContaining(`event ${line.split(',')[0]?.replaceAll('"', '')}: `),
    });
  });

  test('without a file it goes to standard output', () => {
    const run = shell(['log', ...at()], '', { MENISCUS_PASSWORD: PASSWORD });
    expect(run).toMatchObject({ code: 0, error: '', out: expect.stringContaining('patient.save') });
  });

  test('the live log verifies where it lies', async () => {
    expect(await log(['verify', '--data', office.dir])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+ events, chain whole, head [0-9a-f]{64}\n$/),
    });
  });

  test.each([
    ['jsonl', 'full', true],
    ['jsonl', 'none', false],
    ['csv', 'pseudonym', false],
  ])('as %s with identifiers %s it names the patient: %s', async (format, identifiers, isNamed) => {
    const told = async (kind: string) => {
      const file = join(dir, `${kind}-${identifiers}.${format}`);
      const run = await log(
        at('--format', format, '--identifiers', identifiers, '--kind', kind, '--out', file),
      );
      expect(run).toMatchObject({ code: 0, error: '' });
      return readFileSync(file, 'utf8');
    };
    await told('compounding');
    const audit = await told('audit');
    const id = /pat-[0-9a-f]{20}/.exec(audit)?.[0];
    expect(id !== undefined).toBe(isNamed);
  });

  test.each([
    ['a kind that there is not', ['--kind', 'all'], 'kind'],
    ['a format that there is not', ['--format', 'doc'], 'format'],
    ['identifiers that there are not', ['--identifiers', 'some'], 'identifiers'],
  ])('%s is refused by name, before anything is written', async (_, more, path) => {
    const run = await log(at(...more));
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.error).toContain(path);
  });

  test('a wrong password and somebody who is no supervisor are refused; no password stands in what is said', async () => {
    const wrong = await log(at(), 'not the password');
    expect(wrong).toMatchObject({ code: 2, out: '', error: expect.stringContaining('password-wrong') });
    expect(wrong.error).not.toContain('not the password');
    const tech = await log(['export', '--user', 'tess', '--data', office.dir]);
    expect(tech).toMatchObject({ code: 2, out: '', error: expect.stringContaining('not-allowed') });
  });
});
