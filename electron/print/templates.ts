import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { LabelSize } from '../../engine/formulary/formulary.ts';
import { fail, issue, ok, type Result } from '../../engine/number/result.ts';
import { labelTemplates, ownLabel } from './label-templates.ts';
import { sheetTemplates } from './sheet-templates.ts';
import type { Template } from './template.ts';

/** Every form on paper of a known size. A new artefact is its kind in bridge/forms.ts, a content, a layout, and a row. */
export const templates: readonly Template[] = [...labelTemplates, ...sheetTemplates];

/** Refuses a form that is not laid out on that paper, and a label of the site's own size where none was entered. */
export function findTemplate(kind: PrintKind, paper: Paper, own: LabelSize | null = null): Result<Template> {
  if (kind === 'label' && paper === 'own')
    return own === null
      ? fail(
          issue(
            'own-label-size-missing',
            null,
            'the size of the label stock, entered by a supervisor',
            'paper',
          ),
        )
      : ok(ownLabel(own));
  const found = templates.find((t) => t.kind === kind && t.paper === paper);
  return found
    ? ok(found)
    : fail(
        issue(
          'template-not-found',
          `${kind}, ${paper}`,
          templates.map((t) => `${t.kind}, ${t.paper}`).join('; '),
          'paper',
        ),
      );
}

/** The size of a paper in points; refuses the own size where none was entered. */
export function sizeOf(paper: Paper, own: LabelSize | null = null): Result<Template['pageSize']> {
  const known = templates.find((t) => t.paper === paper);
  if (known) return ok(known.pageSize);
  const label = findTemplate('label', paper, own);
  return label.ok ? ok(label.value.pageSize) : label;
}
