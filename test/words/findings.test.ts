import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../db/seed/library.ts';
import type { Finding } from '../../engine/checks/report.ts';
import { checks } from '../../engine/checks/table.ts';
import { findingsOf } from '../../engine/checks/check-order.ts';
import { factsOf } from '../../engine/facts/compute.ts';
import { instantOf, orderFile } from '../../engine/order/order.ts';
import { Refused } from '../../engine/number/result.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { citation, cited } from '../../words/citation.ts';
import { en } from '../../words/en/en.ts';
import { findingWords, reasonWords, ruleWords } from '../../words/finding.ts';
import { shown } from '../../words/shown.ts';
import { questionOf } from '../engine/base-order.ts';
import { orderCases } from '../engine/order-cases.ts';
import { fromProtocol, withHardRange } from '../engine/protocol-orders.ts';
import { houseWords } from './house-words.ts';

const library = seedLibrary();

/** Every finding of the published orders: each check speaks in them, with the facts of real orders. */
const published: Finding[] = orderCases().flatMap((c) => {
  const file = orderFile.parse(c.file);
  try {
    return findingsOf(factsOf({ ...file, at: instantOf(file, 0 as Minute) }, library));
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
});

/** No published order names a protocol of ours. */
const ofProtocols = [{ 'order.regimen.demand': '1.2 mg' }, { 'order.route': 'SC' }].flatMap((more) =>
  findingsOf(factsOf(questionOf(fromProtocol(more), null), withHardRange)),
);
const findings = [...published, ...ofProtocols];

describe('what is shown of a finding', () => {
  test('holds no name of a file, no path, no code, no fraction, and at most four significant digits', () => {
    expect(new Set(findings.map((f) => f.check)).size).toBe(checks.length - SILENT.length);
    const bad = findings.flatMap((f) => {
      const { message, ...facts } = findingWords(f);
      return [message, ...Object.values(facts), cited(f.source, f.provenance), ...f.reasons.map(reasonWords)]
        .filter((t) => t !== null)
        .flatMap((t) => houseWords(t).map((why) => `${f.key}: ${why}: ${t}`));
    });
    expect([...new Set(bad)]).toEqual([]);
  });

  test('nor do the sentences that need no facts, and the citations of the whole library', () => {
    const fixed = [en.messages, en.subjects, en.facts, en.missing, en.reasons].flatMap((s) =>
      Object.values(s).filter((t): t is string => typeof t === 'string'),
    );
    const sources = sourcesIn(library).map(citation);
    expect(sources.length).toBeGreaterThan(300);
    const bad = [...fixed, ...sources].flatMap((t) => houseWords(t).map((why) => `${why}: ${t}`));
    expect([...new Set(bad)]).toEqual([]);
  });

  test('a report from before there were codes is shown as it was', () => {
    const old = {
      outcome: 'fail' as const,
      message: 'As it was.',
      subject: 's',
      observed: '1/3 mg',
      limit: null,
      missing: 'calculations.md',
    };
    const { outcome: _, ...words } = old;
    expect(findingWords(old)).toEqual(words);
    expect(reasonWords({ code: 'x', text: 'As it was offered' })).toBe('As it was offered');
  });

  test('a rule is named before any fact is known, by its code or by the text of the library', () => {
    expect(ruleWords('pump-grid')).toBe('The pump can not be set to the ordered value.');
    expect(ruleWords('Words of the library')).toBe('Words of the library');
  });
});

/** Checks with nothing to say in any published order: they ask about companions, other orders, doses given, or sterile water. */
const SILENT = [
  'formulary-companions',
  'order-weight',
  'order-overlap',
  'exposure-together',
  'exposure-local-anaesthetics',
  'preparation-made',
  'preparation-diluent',
  'formulary-stopped',
];

function sourcesIn(value: unknown): { id: string; title: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'source' in value && typeof value.source === 'object' && value.source !== null && 'title' in value.source
      ? [value.source as { id: string; title: string }]
      : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
}

test.each([
  // by hand
  ['0.4 mg', '0.4 mg'],
  ['1/18 mL/h', 'about 0.05556 mL/h'],
  ['100/3 mL', 'about 33.33 mL'],
  ['12345 mg', '12345 mg'],
  ['1234.5 mg', 'about 1235 mg'],
  ['0.12345', 'about 0.1235'],
  ['4 mg in 4 h', '4 mg in 4 h'],
  ['1 day', '1 day'],
  ['4 day', '4 days'],
  ['PCA', 'PCA'],
])('%s is shown as %s', (exact, words) => {
  expect(shown(exact)).toBe(words);
});

test.each([
  ['see calculations.md 7', 'a file'],
  ['from incidents.json', 'a file'],
  ['engine/checks/table.ts', 'a path'],
  ['field study (c) 4', 'a house word'],
  ['bupivacaine_iv', 'snake case'],
  ['1/18 mL/h', 'a fraction'],
  ['0.055556 mL/h', 'more than four significant digits'],
  ['ns09', 'a code'],
  ['the rule limit-adds-no-protection', 'a code'],
])('the lint refuses %s: %s', (text, why) => {
  expect(houseWords(text)).toContain(why);
});

test.each([
  '2 mg/mL',
  'mL/h',
  '0.9% sodium chloride',
  '1:1,000',
  'opioid-naive',
  'worst-case limit',
  '2026-11-23',
])('the lint lets %s be', (text) => {
  expect(houseWords(text)).toEqual([]);
});

test('a figure that a pharmacy decided is cited by where it stands, and says whose decision it is', () => {
  const source = { id: 'SITE', title: 'Committee, November 2026' };
  expect(cited(source, 'of this pharmacy, approved by B')).toBe(
    'Committee, November 2026 (decided by this pharmacy)',
  );
  expect(cited(source, 'laxer than published, approved by B and C')).toBe(
    'Committee, November 2026 (laxer than published)',
  );
});
