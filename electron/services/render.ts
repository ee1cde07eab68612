import { form, type Paper, type PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import type { Result } from '../../engine/number/result.ts';
import type { ZplOptions } from '../print/zpl/options.ts';
import { selfTestOf, selfTestText } from './self-test.ts';

interface Rendered {
  readonly pdf: Uint8Array;
  readonly sha256: string;
  readonly template: string;
  /** in points */
  readonly page: { readonly width: number; readonly height: number };
}

/** Makes one artefact of one order. A watermark marks what must not be used. */
export type Render = (
  kind: PrintKind,
  paper: Paper,
  view: OrderView,
  options: {
    readonly watermark: boolean;
    readonly reprint: number;
    /** what marks a sheet that was made for the time when no host answers */
    readonly downtime?: string;
  },
) => Promise<Result<Rendered>>;

export type RenderZpl = (
  kind: PrintKind,
  paper: Paper,
  view: OrderView,
  options: ZplOptions,
) => Promise<Result<Omit<Rendered, 'pdf'> & { readonly bytes: Uint8Array }>>;

export const renderZplWith =
  (library: () => Promise<Library>): RenderZpl =>
  async (kind, paper, view, options) => {
    const [{ artefactRecord }, { renderZpl }, { loadFonts }] = await Promise.all([
      import('../print/record.ts'),
      import('../print/zpl/zpl.ts'),
      import('../print/fonts.ts'),
    ]);
    // letters that the printer's own font lacks are drawn from these
    await loadFonts();
    const rules = await library();
    const record = artefactRecord(view, rules, 'prepared');
    return record.ok
      ? renderZpl(kind, paper, record.value, { ...options, ownLabel: rules.site.ownLabel })
      : record;
  };

/** The real one, loaded at the first print: the PDF library would slow every start. */
export const renderWith =
  (library: () => Promise<Library>): Render =>
  async (kind, paper, view, options) => {
    // React's development build, which is the one without this, takes a quarter longer for a label.
    process.env.NODE_ENV ??= 'production';
    const [{ artefactRecord }, { renderArtefact }] = await Promise.all([
      import('../print/record.ts'),
      import('../print/artefact.tsx'),
    ]);
    const rules = await library();
    const record = artefactRecord(view, rules, form(kind).needs);
    if (!record.ok) return record;
    // Of the rule set in force: nothing is known of another that the order was checked by.
    const selfTest = view.report.ruleSet === rules.version ? selfTestText(selfTestOf(rules)) : '';
    return renderArtefact(
      kind,
      paper,
      { ...record.value, selfTest },
      { ...options, ownLabel: rules.site.ownLabel },
    );
  };
