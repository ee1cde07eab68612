import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadFonts } from '../../../../electron/print/fonts.ts';
import { readZpl } from '../../../../electron/print/zpl/read-zpl.ts';
import { renderZpl } from '../../../../electron/print/zpl/zpl.ts';
import { artefactRecord, type ArtefactRecord } from '../../../../electron/print/record.ts';
import { templates } from '../../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from '../fixture.ts';
import { decoded } from '../picture.ts';
import { zplPictures } from './picture.ts';

beforeAll(loadFonts);

const recordOf = (view: ReturnType<typeof hydromorphone>): ArtefactRecord => {
  const made = artefactRecord(view, library, 'prepared');
  if (!made.ok) throw new Error(made.failure.code);
  return made.value;
};
const records = { hydromorphone: recordOf(hydromorphone()), fentanyl: recordOf(fentanyl()) };
const first = { copies: 1, reprint: 0 };
const made = (...input: Parameters<typeof renderZpl>) => {
  const zpl = renderZpl(...input);
  if (!zpl.ok) throw new Error(JSON.stringify(zpl.failure));
  return { ...zpl.value, text: Buffer.from(zpl.value.bytes).toString('utf8') };
};

const labels = templates.filter((t) => ['label', 'flag'].includes(t.kind));
const cases = labels.flatMap((t) =>
  ([203, 300] as const).flatMap((dpi) =>
    Object.entries(records)
      .filter(([drug]) => t.kind !== 'flag' || dpi !== 203 || drug !== 'fentanyl')
      .map(([drug, record]) => [t.version, dpi, drug, t, record] as const),
  ),
);

describe('a label as native ZPL', () => {
  test.each(cases)('%s at %i dpi of %s is what it was', async (version, dpi, drug, t, record) => {
    const { text } = made(t.kind, t.paper, record, { ...first, dpi });
    const file = `${version.replace('/', '-')}-${dpi}-${drug}.zpl`;
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../../golden/zpl', file));
    expect(made(t.kind, t.paper, record, { ...first, dpi }).text).toBe(text);
  });

  test.each(cases)(
    '%s at %i dpi of %s: its codes are read from the printed picture',
    async (_v, dpi, _d, t, record) => {
      const pictures = await zplPictures(
        made(t.kind, t.paper, record, { ...first, dpi }).text,
        t.pageSize,
        dpi,
      );
      expect(pictures).toHaveLength(record.containers);
      for (const [i, picture] of pictures.entries()) {
        const codes = (await decoded(picture)).map((c) => [c.symbology, c.text]);
        // 2026-12-11T13:20Z is the fixture's BUD; zxing brackets the element strings of a GS1 symbol.
        expect(codes).toContainEqual([
          ']d2',
          `(91)7K3M9QXTWF4H(92)ORD-000123.2.${i + 1}(93)L261201-07(94)2612111320`,
        ]);
        if (t.pageSize.height >= 200) expect(codes).toContainEqual([']Q1', '7K3M-9QXT-WF4H']);
      }
    },
  );

  test('prints as many copies as asked, and a reprint says which it is', () => {
    const { text } = made('label', '4x2', records.hydromorphone, { dpi: 203, copies: 3, reprint: 2 });
    expect(text).toContain('^PQ3');
    expect(text).toContain('^FDReprint 2^FS');
    expect(made('label', '4x2', records.hydromorphone, { ...first, dpi: 203 }).text).not.toContain('Reprint');
  });

  test('a character that begins a command is printed, not obeyed', () => {
    const odd = { ...records.hydromorphone, preparedBy: 'A^XZ~JA_5E' };
    const [page, ...more] = readZpl(made('label', '4x2', odd, { ...first, dpi: 203 }).text, 203);
    expect(more).toEqual([]);
    expect(page?.runs.map((r) => r.text).join(' ')).toContain('A^XZ~JA_5E');
  });
});

const refusal = (change: Partial<ArtefactRecord>, paper: '4x2' | 'letter' = '4x2') => {
  const zpl = renderZpl(
    paper === 'letter' ? 'pump-sheet' : 'label',
    paper,
    { ...records.hydromorphone, ...change },
    { ...first, dpi: 203 },
  );
  return zpl.ok ? null : zpl.failure;
};

/** Where the first picture of a label stands, in dots. */
function placeOf(text: string) {
  const [, x, y, total, row] = /\^FO(\d+),(\d+)\^GFA,\d+,(\d+),(\d+),/
    .exec(text)!
    .map((t) => parseInt(t, 10));
  return { x: x!, y: y!, width: row! * 8, height: total! / row! };
}

describe('letters that the printer’s own font lacks', () => {
  const names = [
    'Wałęsa, Łucja',
    'Đặng, Hữu',
    'NGUYỄN, Thị Hạnh',
    'Достоевский, Фёдор',
    'Παπαδοπούλου, Ελένη',
  ];
  test.each(names)('%s is printed as a picture, and reads back', async (patient) => {
    const { text, page } = made(
      'label',
      '4x2',
      { ...records.hydromorphone, patient },
      { ...first, dpi: 203 },
    );
    expect(text).toContain('^GFA,');
    const runs = readZpl(text, 203)[0]!.runs.map((r) => r.text);
    expect(runs.join(' ')).toContain(patient);
    // drawn by an independent renderer: where the name stands there is ink, about as much as of letters
    const [picture] = await zplPictures(text, page, 203);
    const { x, y, width, height } = placeOf(text);
    let ink = 0;
    for (let row = y; row < y + height; row += 1)
      for (let column = x; column < x + width; column += 1)
        if ((picture!.data[(row * picture!.width + column) * 4] ?? 255) < 128) ink += 1;
    expect(ink / (width * height)).toBeGreaterThan(0.1);
    expect(ink / (width * height)).toBeLessThan(0.5);
  });

  test('a picture of other letters does not read back as the name', () => {
    const { text } = made(
      'label',
      '4x2',
      { ...records.hydromorphone, patient: names[0]! },
      { ...first, dpi: 203 },
    );
    const altered = text.replace(/(\^GFA,[\d,]+,)0{4}/, '$1FFFF');
    expect(altered).not.toBe(text);
    expect(readZpl(altered, 203)[0]!.runs.map((r) => r.text)).toContain('(another picture)');
  });
});

describe('refusals', () => {
  test('a character that no font has is named', () => {
    expect(refusal({ patient: '陳大文' })).toMatchObject({ code: 'glyph-missing', given: '陳' });
  });
  test('text that does not fit is refused, not shrunk', () => {
    expect(refusal({ address: 'A long street name in a long town, '.repeat(60).trim() })).toMatchObject({
      code: 'text-does-not-fit',
    });
    expect(refusal({ patient: 'X'.repeat(90) })).toMatchObject({ code: 'text-does-not-fit' });
  });
  test('a long name has no room on a syringe flag at 203 dpi', () => {
    expect(renderZpl('flag', '2x1', records.fentanyl, { ...first, dpi: 203 })).toMatchObject({
      ok: false,
      failure: { code: 'text-does-not-fit' },
    });
  });
  test('a sheet is no label', () => {
    expect(refusal({}, 'letter')).toMatchObject({ code: 'zpl-labels-only' });
  });
});
