import type { OrderStart } from '../../../bridge/order-start.ts';
import { amountText, isBlank } from '../../ui/amount.ts';
import { FIELDS } from './fields.ts';
import { fromRotation } from './draft-rotation.ts';
import { emptyDraft, type OrderDraft } from './draft.ts';

/** What a new order was started with, beside an empty form. */
export type Started =
  { readonly from: 'protocol' } | { readonly from: 'last'; readonly last: NonNullable<OrderStart['last']> };
const WORDS = { protocol: 'protocol', last: 'last time' } as const;

const textAt = (d: OrderDraft, at: (typeof FIELDS)[number]): string => {
  const value = at.value(d);
  return typeof value === 'string' ? value : isBlank(value) ? '' : amountText(value);
};

/** The fields that the start filled in, by whether they stand as they did. */
export function ofStart(first: OrderDraft, draft: OrderDraft) {
  const empty = emptyDraft('');
  const filled = FIELDS.filter(
    (f) =>
      f.shown(first) &&
      f.path !== 'regimen.kind' &&
      textAt(first, f) !== '' &&
      textAt(first, f) !== textAt(empty, f),
  );
  return {
    filled,
    changed: filled.filter((f) => textAt(draft, f) !== textAt(first, f)),
    wordsOf: (f: (typeof FIELDS)[number]) =>
      `${f.label} ${textAt(first, f)} → ${textAt(draft, f) === '' ? 'empty' : textAt(draft, f)}`,
  };
}

/** Which fields stand as the start filled them in, by their names, and what it was. */
export function originsOf(
  started: Started | null,
  first: OrderDraft,
  draft: OrderDraft,
): ReadonlyMap<string, string> {
  const rotation = fromRotation(draft);
  const { filled, changed } = ofStart(first, draft);
  return new Map([
    ...(started === null ? [] : filled)
      .filter((f) => !changed.includes(f))
      .map((f): [string, string] => [f.path, WORDS[started?.from ?? 'protocol']]),
    ...(rotation === null ? [] : [[rotation, 'rotation'] as const]),
  ]);
}
