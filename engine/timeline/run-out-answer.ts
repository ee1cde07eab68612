import type { Facts } from '../facts/facts.ts';
import { printed } from '../derivation/derivation.ts';
import type { Exact } from '../number/notation.ts';
import { shownText, type Time } from '../number/quantity.ts';
import type { RunOutAnswer } from '../checks/report.ts';
import { runOutOf } from './run-out.ts';
import { useIssues } from '../exposure/use.ts';

const textOf = (t: Time | null): string | null => t && shownText(t, 4);

/** The run-out of an order as plain data, its times shortened for reading; the derivation holds the exact ones. */
export function runOutAnswerOf(f: Facts, dosesPerHour: Exact | null): RunOutAnswer {
  const r = runOutOf(f, dosesPerHour);
  return {
    shortest: textOf(r.shortest),
    expected: textOf(r.expected),
    longest: textOf(r.longest),
    binds: r.binding?.what ?? null,
    until: r.binding && textOf(r.binding.within.result),
    derivation: r.binding && printed(r.binding.within),
    limits: r.limits.map((l) => ({ what: l.what, within: shownText(l.within, 4) })),
    missing: [...r.missing],
  };
}

/** The same for the use that the order itself states; a use that the pump would not deliver is none. */
export function runOutAsStated(f: Facts): RunOutAnswer {
  const { expected } = f;
  const stated = expected.kind === 'expected' && useIssues(expected, f.delivery).length === 0;
  return runOutAnswerOf(f, stated ? expected.dosesPerHour : null);
}
