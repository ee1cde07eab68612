import { expect, test } from 'vitest';
import { form, KINDS } from '../../../bridge/forms.ts';
import { templates } from '../../../electron/print/templates.ts';

test('each form that the screens list has a template for each of its papers, and no template is left over', () => {
  const listed = KINDS.flatMap((kind) =>
    form(kind)
      .papers.filter((paper) => paper !== 'own')
      .map((paper) => `${kind} ${paper}`),
  );
  expect(templates.map((t) => `${t.kind} ${t.paper}`).toSorted()).toEqual(listed.toSorted());
});

test('a template’s version is its own', () => {
  const versions = templates.map((t) => t.version);
  expect(new Set(versions).size).toBe(versions.length);
  for (const v of versions) expect(v).toMatch(/^[a-z0-9-]+\/[1-9]\d*$/);
});
