import { expect, test } from 'vitest';
import { seedLibrary } from '../../db/seed/library.ts';
import { Refused } from '../../engine/number/result.ts';
import { orderFile, type OrderFile } from '../../engine/order/order.ts';
import type { Previous } from '../../engine/facts/facts.ts';
import { cited } from '../../words/citation.ts';
import { en } from '../../words/en/en.ts';
import { findingWords, reasonWords } from '../../words/finding.ts';
import { cases, lethalFile, ordinaryFile } from '../engine/adversarial.ts';
import { refusalsOf } from '../engine/base-order.ts';
import { orderCases } from '../engine/order-cases.ts';
import { HOLES } from '../errors/kinds-holes.ts';
import { KINDS } from '../errors/kinds.ts';
import { cleanOrders } from '../errors/orders.ts';
import { answer, previousOf } from '../errors/quiet.ts';
import { houseWords } from './house-words.ts';

type Asked = readonly [file: OrderFile, previous: Previous | null];

/** A second sentence begins with a capital behind the end of the first. */
const SECOND = /[.?!]\s+[A-Z“(]/;
const isOne = (text: string): boolean => !SECOND.test(text) && /[.?!]$/.test(text);

const published = (): Asked[] =>
  orderCases()
    .filter((c) => !c.refused)
    .map((c) => orderFile.parse(c.file))
    .map((file) => [file, file.previous ?? null]);

const adversarial = (): Asked[] =>
  [...cases.lethal.map(lethalFile), ...cases.ordinary.map(ordinaryFile)]
    .filter((file) => refusalsOf(file).length === 0)
    .map((file) => orderFile.parse(file))
    .map((file) => [file, file.previous ?? null]);

/** Clean orders, and each with every kind of slip in it. */
function random(count: number, seed: number): Asked[] {
  const orders = cleanOrders(count, seed);
  return orders.flatMap((a, i): Asked[] => {
    const previous = previousOf(a);
    const slips = Object.values({ ...KINDS, ...HOLES }).flatMap(
      (kind) => kind(a.file, i, orders)?.file ?? [],
    );
    return [a.file, ...slips].map((file): Asked => [file, previous]);
  });
}

/** What somebody typed is shown as it was typed. */
const typedIn = ({ patient, order }: OrderFile): string[] => [
  ...patient.medicines.map((m) => m.name),
  ...patient.allergies.map((a) => a.substance),
  ...(order.companions ?? []).map((c) => c.drug),
];

/** What is wrong with the words of every finding of an order, each with the key of its finding. */
function wrongOf([file, previous]: Asked): string[] {
  const report = answer(file, previous);
  if (report instanceof Refused) return [];
  const typed = typedIn(file);
  const ours = (text: string) => typed.reduce((rest, name) => rest.replaceAll(name, '…'), text);
  return report.findings.flatMap((f) => {
    const { message, ...facts } = findingWords(f);
    const texts = [
      message,
      ...Object.values(facts),
      cited(f.source, f.provenance),
      ...f.reasons.map(reasonWords),
    ];
    return [
      ...(isOne(message) ? [] : [`${f.key}: not one sentence: ${message}`]),
      ...texts
        .filter((t) => t !== null)
        .flatMap((t) => houseWords(ours(t)).map((why) => `${f.key}: ${why}: ${t}`)),
    ];
  });
}

test.each([
  ['published', published],
  ['adversarial', adversarial],
  ['random, clean and with every slip', () => random(40, 13)],
])('the findings of the %s orders are one sentence each, in the words of the field', (_, orders) => {
  const asked = orders();
  expect(asked.length).toBeGreaterThan(40);
  expect([...new Set(asked.flatMap(wrongOf))]).toEqual([]);
});

function rulesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'message' in value && typeof value.message === 'string' ? [value.message] : [];
  return [...own, ...Object.values(value).flatMap(rulesIn)];
}

test('every rule of the library and every house rule is one sentence', () => {
  const { formulary, ...rest } = seedLibrary();
  // what is out of scope is the middle of a refusal
  const library = rulesIn([{ ...formulary, out_of_scope: [] }, rest]);
  expect(library.length).toBeGreaterThan(300);
  const fixed = [...Object.values(en.messages), ...Object.values(en.undone)].filter(
    (t): t is string => typeof t === 'string',
  );
  expect([...library, ...fixed].filter((t) => !isOne(t))).toEqual([]);
});

test.each(['One. Two.', 'Is it? (Yes.)', 'No end'])('"%s" is not one sentence', (text) =>
  expect(isOne(text)).toBe(false),
);
test.each(['At 0.5 mg: is it meant?', 'HCPCS S9326, not S9327.'])('"%s" is one', (text) =>
  expect(isOne(text)).toBe(true),
);
