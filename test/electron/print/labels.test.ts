import { describe, expect, test } from 'vitest';
import type { OrderView } from '../../../bridge/records.ts';
import { renderArtefact, renderTemplate } from '../../../electron/print/artefact.tsx';
import { ownLabel } from '../../../electron/print/label-templates.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import { fentanyl, hydromorphone, library } from './fixture.ts';

const recordOf = (view: OrderView) => {
  const made = artefactRecord(view, library, 'prepared');
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
};
const pagesOf = async (version: string, view = hydromorphone()) => {
  const made = await renderTemplate(
    templates.find((t) => t.version === version)!,
    recordOf(view),
  );
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return readPdf(made.value.pdf);
};
const textOf = async (version: string, view = hydromorphone()) =>
  (await pagesOf(version, view)).map((p) => wordsOf(p).join(' ')).join(' ');

/** The list of USP <797> for the label of a CSP, as far as this stock carries it (compounding.md 5). */
const USP = [
  'L261201-07',
  'HYDROmorphone',
  '50 mg in 50 mL',
  '1 mg/mL',
  'Refrigerate at 2 to 8 °C.',
  '2026-12-11 08:20 EST',
];

describe('labels beside the one of 4 × 2 in', () => {
  // Sizes in points: labels_and_pumps.md 1.4, inches times 72.
  test.each([
    ['label-4x3/1', 288, 216],
    ['label-4x6/1', 288, 432],
    ['flag-2x1/1', 144, 72],
    ['overwrap-4x3/1', 288, 216],
    ['delivery-4x6/1', 288, 432],
    ['auxiliary-2x1/1', 144, 72],
  ])('%s is %i × %i pt with nothing under 6 pt', async (version, width, height) => {
    for (const p of await pagesOf(version)) {
      expect([p.width, p.height]).toEqual([width, height]);
      expect(Math.min(...p.runs.map((r) => r.size))).toBeGreaterThanOrEqual(5.95);
    }
  });

  test.each(['label-4x3/1', 'label-4x6/1', 'flag-2x1/1', 'overwrap-4x3/1', 'overwrap-4x6/1'])(
    '%s carries the list of USP <797> and names the patient and the route',
    async (version) => {
      const text = await textOf(version);
      for (const element of [
        ...USP,
        'Doe, Jane',
        'DOB 1960-02-14',
        'MRN 00481516',
        'INTRAVENOUS',
        'Rx 700412',
      ])
        expect(text).toContain(element);
    },
  );

  test.each(['label-4x3/1', 'auxiliary-4x2/1', 'auxiliary-2x1/1', 'overwrap-4x3/1'])(
    '%s warns of what class and storage call for',
    async (version) => {
      const cold = await textOf(version);
      expect(cold).toContain('May cause drowsiness.');
      expect(cold).toContain('Let it warm to room temperature before use.');
      const room = await textOf(version, fentanyl());
      expect(room).not.toContain('Let it warm');
      expect(room).toContain('NOT FOR IV');
    },
  );

  test('the outside of a parcel names neither the drug nor its strength', async () => {
    const text = await textOf('delivery-4x6/1');
    for (const element of [
      'Doe, Jane',
      '1 container, Rx 700412',
      'Refrigerate',
      'Received by',
      'Date and time',
      '7K3M-9QXT-WF4H',
    ])
      expect(text).toContain(element);
    expect(text).not.toMatch(/hydromorphone|mg|C-II|opioid/i);
  });

  test('a syringe is called a syringe', async () => {
    const view = hydromorphone();
    view.content.preparation.container = 'syringe';
    expect(await textOf('flag-2x1/1', view)).toContain('Syringe 1 of 1');
  });

  test('a long name is refused on a syringe flag, never clipped', async () => {
    expect(await renderArtefact('flag', '2x1', recordOf(fentanyl()))).toMatchObject({
      ok: false,
      failure: { code: 'text-does-not-fit' },
    });
  });
});

describe('the site’s own stock', () => {
  test('prints on the size that was entered, in no smaller print than on 4 × 2 in', async () => {
    const record = recordOf(hydromorphone());
    const made = await renderArtefact('label', 'own', record, { ownLabel: { width: 350, height: 225 } });
    if (!made.ok) throw new Error(JSON.stringify(made.failure));
    expect(made.value.template).toBe('label-own-350x225/1');
    const [page] = await readPdf(made.value.pdf);
    expect([page?.width, page?.height]).toEqual([252, 162]);
    expect(Math.min(...page!.runs.map((r) => r.size))).toBeGreaterThanOrEqual(6);
  });

  test('refuses stock that is too small for the record, and stock that nobody entered', async () => {
    const record = recordOf(hydromorphone());
    expect(await renderTemplate(ownLabel({ width: 300, height: 150 }), record)).toMatchObject({
      ok: false,
      failure: { code: 'text-does-not-fit' },
    });
    expect(await renderArtefact('label', 'own', record)).toMatchObject({
      ok: false,
      failure: { code: 'own-label-size-missing' },
    });
  });
});

test('a page does not depend on the pages that were made before it', async () => {
  // A bold colon holds the shape of a point: met first inside it, the point of the next page used to read back as nothing.
  await pagesOf('flag-2x1/1');
  expect(await textOf('auxiliary-2x1/1')).toContain('Only the patient presses the button.');
});

test('a form whose content lacks a required element lets nothing leave', async () => {
  const [label] = templates;
  const silent = {
    ...label!,
    content: (r: Parameters<NonNullable<typeof label>['content']>[0]) =>
      label!.content(r).map((page) => page.filter((p) => p.name !== 'storage')),
  };
  expect(await renderTemplate(silent, recordOf(hydromorphone()))).toMatchObject({
    ok: false,
    failure: { code: 'element-missing', given: 'storage' },
  });
});
