import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../../bridge/records.ts';
import { drawArtefact, renderArtefact, renderTemplate } from '../../../electron/print/artefact.tsx';
import { compareWithRecord } from '../../../electron/print/parse-back.ts';
import { type PageText, readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord, type ArtefactRecord } from '../../../electron/print/record.ts';
import type { Template } from '../../../electron/print/template.ts';
import { findTemplate, templates } from '../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';
import { decoded, picture } from './picture.ts';

const recordOf = (view: OrderView): ArtefactRecord => {
  const made = artefactRecord(view, library, 'prepared');
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
};
const found = (...of: Parameters<typeof findTemplate>): Template => {
  const t = findTemplate(...of);
  if (!t.ok) throw new Error(t.failure.code);
  return t.value;
};
const label = found('label', '4x2');
const made = async (t: Template, record: ArtefactRecord, watermark = false) => {
  const artefact = await renderTemplate(t, record, { watermark });
  if (!artefact.ok) throw new Error(JSON.stringify(artefact.failure));
  return { ...artefact.value, read: await readPdf(artefact.value.pdf) };
};
const textOf = (pages: readonly PageText[]) => pages.map((p) => wordsOf(p).join(' '));

describe('label, 4 × 2 in', () => {
  // The required elements: labels_and_pumps.md 1.3, compounding.md 5.
  test('carries every required element', async () => {
    const [text] = textOf((await made(label, recordOf(hydromorphone()))).read);
    for (const element of [
      'Doe, Jane',
      'DOB 1960-02-14',
      'MRN 00481516',
      'HIGH ALERT',
      'C-II',
      'HYDROmorphone',
      '50 mg in 50 mL',
      '1 mg/mL',
      'in 0.9% sodium chloride injection',
      'INTRAVENOUS',
      'CADD-Solis 2100 / 2110, PCA',
      'Basal 0 mg/h; 0.2 mg dose, lockout 10 min; max 4 mg in 4 h.',
      'Worst case 1.2 mg in any 1 h, 4 mg in any 4 h.',
      'Use (start) by',
      '2026-12-11 08:20 EST',
      'Refrigerate at 2 to 8 °C. Do not freeze.',
      'Rx 700412',
      'Lot L261201-07',
      'Cassette 1 of 1',
      'Prepared 2026-12-01 08:20 EST by Tomas Beck, CPhT',
      'Checked by',
      'Prescriber Maria Ortega, MD',
      'Riverside Home Infusion',
      '12 Mill Lane, Albany, NY 12207',
      '24 h +1 555 0100',
      'Caution: federal law prohibits the transfer of this drug to any person other than the patient for whom it was prescribed.',
      '7K3M-9QXT-WF4H',
    ])
      expect(text).toContain(element);
  });

  test('is one page of 288 × 144 pt for each container, numbered, with nothing under 6 pt', async () => {
    const pages = (await made(label, recordOf(fentanyl()))).read;
    expect(pages.map((p) => [p.width, p.height])).toEqual([
      [288, 144],
      [288, 144],
      [288, 144],
    ]);
    pages.forEach((p, i) => expect(wordsOf(p).join(' ')).toContain(`Bag ${i + 1} of 3`));
    expect(Math.min(...pages.flatMap((p) => p.runs.map((r) => r.size)))).toBeGreaterThanOrEqual(6);
  });

  test('prints tall-man letters, the drug in 14 pt, patient and total in 12 pt', async () => {
    const [page] = (await made(label, recordOf(fentanyl()))).read;
    const size = (text: string) => page?.runs.find((r) => r.text.replaceAll('\u00a0', ' ') === text)?.size;
    expect(size('fentaNYL')).toBe(14);
    expect(size('1,000 mcg in 125 mL')).toBe(12);
    expect(size('Fitzgerald-Montgomery, Alexandrina Josephine')).toBe(12);
  });

  test('warns where a vein would be the wrong way', async () => {
    const [text] = textOf((await made(label, recordOf(fentanyl()))).read);
    expect(text).toContain('EPIDURAL');
    expect(text).toContain('NOT FOR IV');
  });

  test('prints no federal caution and no schedule for a drug without one', async () => {
    const [text] = textOf((await made(label, { ...recordOf(hydromorphone()), schedule: null })).read);
    expect(text).not.toContain('federal law');
    expect(text).not.toContain('C-');
  });

  test('prints a Polish name, from the second embedded subset', async () => {
    const [text] = textOf(
      (await made(label, { ...recordOf(hydromorphone()), patient: 'Wałęsa, Łucja' })).read,
    );
    expect(text).toContain('Wałęsa, Łucja');
  });
});

describe('every form', () => {
  const records = [
    ['HYDROmorphone', recordOf(hydromorphone())],
    ['fentaNYL', recordOf(fentanyl())],
  ] as const;
  // A long name does not fit on a syringe flag, and is refused by name below.
  const cases = templates.flatMap((t) =>
    records
      .filter(([drug]) => t.kind !== 'flag' || drug === 'HYDROmorphone')
      .map(([drug, record]) => [t.version, drug, t, record] as const),
  );

  /** Each page is drawn once, and looked at by every test below. */
  const drawn = new Map<string, ReturnType<typeof made>>();
  const page = (t: Template, record: ArtefactRecord, watermark = false) => {
    const key = `${t.version} ${record.drug} ${watermark}`;
    const file = drawn.get(key) ?? made(t, record, watermark);
    drawn.set(key, file);
    return file;
  };

  test.each(cases)('%s of %s prints numbers as ISMP asks', async (_v, _d, t, record) => {
    const words = textOf((await page(t, record)).read)
      .join(' ')
      .split(' ');
    expect(words.filter((w) => /^\.\d/.test(w))).toEqual([]);
    expect(words.filter((w) => /^[\d,]+\.\d*0$/.test(w))).toEqual([]);
    expect(words.filter((w) => /µg|^IU$|^cc$/.test(w))).toEqual([]);
  });

  test.each(cases)('%s of %s has the template’s page size and name', async (_v, _d, t, record) => {
    const artefact = await page(t, record);
    expect(artefact.template).toBe(t.version);
    for (const p of artefact.read) {
      expect(p.width).toBeCloseTo(t.pageSize.width, 1);
      expect(p.height).toBeCloseTo(t.pageSize.height, 1);
    }
  });

  // 203 and 300 dpi: thermal printers (labels_and_pumps.md 1.4).
  const coded = cases.filter(([, , t]) => t.barcode !== null);
  // Labels by both; a sheet, which is a large picture, by one for each of the two records.
  const dots = ([, drug, t]: (typeof coded)[number]) =>
    t.pageSize.height <= 400 ? [203, 300] : drug === 'HYDROmorphone' ? [203] : [300];
  test.each(coded.flatMap((c) => dots(c).map((dpi) => [c[0], c[1], dpi, c[2], c[3]] as const)))(
    'the codes of %s of %s read at %i dpi, where the form says',
    async (_v, _d, dpi, t, record) => {
      const codes = await decoded(await picture((await page(t, record)).pdf, dpi));
      // zxing writes GS1 element strings in brackets; 2026-12-11T13:20Z is the fixture's BUD.
      const serial = `ORD-000123.2.${t.pages === 'fixed' ? 1 : 0}`;
      expect(codes.map((c) => [c.symbology, c.text])).toEqual([
        // Small stock has room for the DataMatrix alone; the code stands beside it in letters.
        ...(t.pageSize.height > 400 && t.kind !== 'delivery' ? [[']Q1', '7K3M-9QXT-WF4H']] : []),
        [']d2', `(91)7K3M9QXTWF4H(92)${serial}(93)L261201-07(94)2612111320`],
      ]);
      const { width, height } = t.pageSize;
      for (const c of codes) {
        expect(c.left * width).toBeGreaterThan(t.barcode!.left);
        expect(c.right * width).toBeLessThan(t.barcode!.right);
        expect((1 - c.bottom) * height).toBeGreaterThan(t.barcode!.bottom);
        expect((1 - c.top) * height).toBeLessThan(t.barcode!.top);
      }
    },
  );

  test.each(cases)(
    '%s of %s as a preview says so on each page and still reads back',
    async (_v, _d, t, record) => {
      const preview = await page(t, record, true);
      for (const text of textOf(preview.read)) expect(text).toContain('PREVIEW, not for use');
      for (const text of textOf((await page(t, record)).read)) expect(text).not.toContain('PREVIEW');
      // A preview handed out as the artefact is found out, and the other way round.
      expect(compareWithRecord(preview.read, record, t)).toContainEqual({
        page: 1,
        element: null,
        expected: null,
        printed: 'PREVIEW, not for use',
      });
      expect(compareWithRecord((await page(t, record)).read, record, t, true)).toContainEqual(
        expect.objectContaining({ element: 'watermark' }),
      );
    },
  );
});

describe('pump sheet', () => {
  const sheet = found('pump-sheet', 'letter');

  test('lists the fields in the order and words of the screen, with what they equal', async () => {
    const text = textOf((await made(sheet, recordOf(fentanyl()))).read).join(' ');
    const rows = [
      'Units mcg',
      'Concentration 8 mcg/mL',
      'Reservoir Volume 125 mL',
      'Continuous Rate 8.8 mcg/h 1.1 mL/h',
      'PCA Dose 11.6 mcg 1.45 mL 3.33% below order',
      'PCA Lockout 15 min',
      'Max doses per hour not set',
      '4 Hour Limit 160 mcg',
      'Clinician Bolus 24.8 mcg 3.1 mL',
    ];
    const places = rows.map((r) => text.indexOf(r));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('carries exposure, KVO, clinician bolus, warnings, passed findings, codes and page numbers', async () => {
    const pages = textOf((await made(sheet, recordOf(fentanyl()))).read);
    const text = pages.join(' ');
    for (const element of [
      '1 h 104.8 mcg 55.2 mcg 116.4 mcg lockout not computed',
      '4 h 210.6 mcg 160 mcg 222.2 mcg pump limit not computed',
      'After the limit is reached: 0.8 mcg/h still flows.',
      'Clinician bolus: 24.8 mcg, max 2 in 4 h, 30 min or more apart.',
      'Manual mode (black bar) has no limits.',
      'PCA Dose 12 mcg is not on the pump’s step',
      'Overridden by Priya Raman, 2026-12-01 07:35 EST: Prescriber agreed to the value that the pump can deliver; called the clinic. Prescriber: Dr Ortega by telephone, 12:31.',
      '7K3M-9QXT-WF4H',
      'ORD-000123, version 2',
      'Use (start) by 2026-12-11 08:20 EST',
      'Nurse 1',
      'Nurse 2',
      'Checked by Samuel Okonkwo-Villanueva, PharmD, BCSCP, 2026-12-01 09:05 EST',
    ])
      expect(text).toContain(element);
    pages.forEach((p, i) => {
      for (const running of [
        `Page ${i + 1} of ${pages.length}`,
        'Rules 2026.11-test',
        'pump-sheet-letter/1',
        'MRN 00481516',
      ])
        expect(p).toContain(running);
    });
  });

  test('goes on over more pages when findings do, and reads back', async () => {
    const view = fentanyl();
    for (let i = 0; i < 30; i += 1) {
      view.report.findings.push({ ...view.report.findings[0]!, key: `k${i}` });
      view.resolutions.push({ ...view.resolutions[0]!, key: `k${i}` });
    }
    expect((await made(sheet, recordOf(view))).read).toHaveLength(3);
  });
});

describe('parse-back', () => {
  const record = recordOf(hydromorphone());
  const wrong: [string, Partial<ArtefactRecord>][] = [
    ['a tenfold total', { total: '500 mg' }],
    ['a tenfold concentration', { concentration: '0.1 mg/mL' }],
    ['a demand dose with another tail', { demand: '0.25 mg' }],
    ['a rate for a dose', { demand: '0.2 mg/h' }],
    ['another patient', { patient: 'Doe, Joan' }],
    ['a later use-by', { bud: '2026-12-12 08:20 EST' }],
    ['small letters for tall-man', { drug: 'hydromorphone' }],
    ['another release code', { releaseCode: '7K3M-9QXT-WF4J' }],
  ];
  test.each(wrong)('finds %s, in both directions', async (_name, change) => {
    const drawn = await drawArtefact(label, { ...record, ...change });
    if (!drawn.ok) throw new Error('not drawn');
    const differences = compareWithRecord(await readPdf(drawn.value), record, label);
    expect(differences.some((d) => d.element !== null)).toBe(true);
    expect(differences.some((d) => d.printed !== null)).toBe(true);
  });

  test('finds one altered digit of one field on a sheet', async () => {
    const sheet = found('pump-sheet', 'letter');
    const program = record.program.map((f) => (f.id === 'lockout' ? { ...f, set: '1 min' } : f));
    const drawn = await drawArtefact(sheet, { ...record, program });
    if (!drawn.ok) throw new Error('not drawn');
    const elements = compareWithRecord(await readPdf(drawn.value), record, sheet).map((d) => d.element);
    expect(elements).toContain('field.lockout');
    expect(elements).toContain('screen:lockout');
  });

  test('names the element', async () => {
    const drawn = await drawArtefact(label, { ...record, concentration: '10 mg/mL' });
    if (!drawn.ok) throw new Error('not drawn');
    expect(compareWithRecord(await readPdf(drawn.value), record, label)).toEqual([
      { page: 1, element: 'concentration', expected: '1 mg/mL', printed: null },
      { page: 1, element: null, expected: null, printed: '10 mg/mL' },
    ]);
  });

  test('a template that draws another number than the record’s lets nothing leave', async () => {
    const faulty: Template = {
      ...label,
      component: (d) =>
        label.component({
          ...d,
          pages: d.pages.map((t) => ({ ...t, text: (n) => t.text(n).replace('50 mg', '500 mg') })),
        }),
    };
    expect(await renderTemplate(faulty, record)).toMatchObject({
      ok: false,
      failure: { code: 'parse-back-differs', given: expect.stringContaining('50 mg in 50 mL') },
    });
  });

  test('a template that leaves an element out, or a container, lets nothing leave', async () => {
    const silent: Template = {
      ...label,
      component: (d) =>
        label.component({
          ...d,
          pages: d.pages.map((t) => ({ ...t, has: (n) => n !== 'high alert' && t.has(n) })),
        }),
    };
    expect(await renderTemplate(silent, record)).toMatchObject({
      ok: false,
      failure: { code: 'parse-back-differs', given: expect.stringContaining('high alert') },
    });
    const short: Template = {
      ...label,
      component: (d) => label.component({ ...d, pages: d.pages.slice(1) }),
    };
    expect(await renderTemplate(short, recordOf(fentanyl()))).toMatchObject({
      ok: false,
      failure: { code: 'parse-back-differs' },
    });
  });
});

describe('refusals', () => {
  const record = recordOf(hydromorphone());
  const refusal = async (change: Partial<ArtefactRecord>) => {
    const r = await renderArtefact('label', '4x2', { ...record, ...change });
    return r.ok ? null : r.failure.code;
  };
  test('text that does not fit is refused, not shrunk', async () => {
    expect(
      await refusal({
        patient:
          'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Alexandrina Josephine Wilhelmina Theodora Montgomery Fitzgerald-Vandermeer of Upper Saddle River and Lower Canterbury',
      }),
    ).toBe('text-does-not-fit');
    expect(await refusal({ patient: 'X'.repeat(60) })).toBe('text-does-not-fit');
    expect(await refusal({ address: 'A long street name in a long town, '.repeat(12).trim() })).toBe(
      'text-does-not-fit',
    );
    expect(await refusal({ rx: 'R'.repeat(240) })).toBe('text-does-not-fit');
  });
  test('a glyph that no embedded font has', async () => {
    expect(await refusal({ patient: 'สมชาย ใจดี' })).toBe('glyph-missing');
    expect(await refusal({ preparedBy: '陳大文' })).toBe('glyph-missing');
  });
  test('a form that is not there', async () => {
    expect(await renderArtefact('label', 'a4', record)).toMatchObject({
      ok: false,
      failure: { code: 'template-not-found' },
    });
  });
  test('a bar in a field of the barcode', async () =>
    expect(await refusal({ lot: 'L1|L2' })).toBe('barcode-character'));
});
