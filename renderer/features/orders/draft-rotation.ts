import { amountOf, amountText } from '../../ui/amount.ts';
import type { Answer } from '../calculators/draft.ts';
import type { OrderDraft } from './draft.ts';

/** The field that a proposed start fills, by the kind of regimen: the whole rate, or half of it beside doses on demand. */
const TAKES = {
  continuous: { field: 'rate', path: 'regimen.rate', output: 'rate', label: 'continuous rate' },
  pca: { field: 'basal', path: 'regimen.basal', output: 'basal', label: 'basal rate' },
} as const;
type Takes = (typeof TAKES)[keyof typeof TAKES];

/** What a rotation can fill of this order; null: its kind has no rate that goes on. */
export const takenBy = ({ kind }: Pick<OrderDraft, 'kind'>): Takes | null =>
  kind === 'continuous' || kind === 'pca' ? TAKES[kind] : null;

const mark = (label: string, value: string) => `${label} ${value} taken from a rotation`;

/** What stands in the field once it is taken: never rounded up, and as the answer shows it. */
export const startOf = ({ outputs }: Answer, { output }: Takes): string =>
  `${outputs[output]?.rounded ?? ''} ${outputs[output]?.unit ?? ''}`;

/** The lines that lead to a figure, as one sentence for the note of the order, which is kept and read with it. */
const derivationNote = (answer: Answer, takes: Takes): string =>
  [
    `${mark(takes.label, startOf(answer, takes))}:`,
    [
      ...answer.derivations
        .filter((d) => d.id.startsWith('equianalgesic-') && !d.id.endsWith('-morphine'))
        .map((d) => `${d.name} ${d.result}`),
      answer.outputs['said']?.value ?? '',
    ].join('; '),
  ].join(' ');

/** The order with the proposed start in it, and in its note where it is from. What was in the note stays. */
export function withRotation(d: OrderDraft, answer: Answer, takes: Takes): OrderDraft {
  const note = derivationNote(answer, takes);
  return {
    ...d,
    [takes.field]: amountOf(startOf(answer, takes), d[takes.field].unit),
    note: d.note === '' ? note : `${d.note} ${note}`,
  };
}

/** The field whose figure is the one that the note says was taken from a rotation; null once it is another. */
export function fromRotation(d: OrderDraft): string | null {
  const takes = takenBy(d);
  return takes && d.note.includes(mark(takes.label, amountText(d[takes.field]))) ? takes.path : null;
}
