import { form, type Paper, type PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { Library } from '../../engine/formulary.ts';
import type { Result } from '../../engine/result.ts';

export interface Rendered {
  readonly pdf: Uint8Array;
  readonly sha256: string;
  readonly template: string;
}

/** Makes one artefact of one order. A watermark marks what must not be used. */
export type Render = (
  kind: PrintKind,
  paper: Paper,
  view: OrderView,
  options: { watermark: boolean },
) => Promise<Result<Rendered>>;

/** The real one, loaded at the first print: the PDF library would slow every start. */
export const renderWith =
  (library: () => Library): Render =>
  async (kind, paper, view, options) => {
    const [{ artefactRecord }, { renderArtefact }] = await Promise.all([
      import('../print/record.ts'),
      import('../print/artefact.tsx'),
    ]);
    const rules = library();
    const record = artefactRecord(view, rules, form(kind).needs);
    if (!record.ok) return record;
    return renderArtefact(kind, paper, record.value, { ...options, ownLabel: rules.site.ownLabel });
  };
