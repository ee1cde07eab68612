import type { DoseRule } from '../formulary.ts';
import { applyRule } from './formulary-doses.ts';
import { houseRule, notDone, pass, type Check, type Facts } from './check.ts';
import { shownText, type Mass } from '../quantity.ts';

const CHECK = 'formulary-coverage';
const RULE = houseRule(
  'no-library-limit',
  'soft',
  'The library sets no limit for this patient: "none set" is not "any amount allowed".',
  'field study (c) 4 and 12',
);
const WINDOWS: readonly DoseRule['kind'][] = ['hourly', '4_hourly', '24h', 'rate', 'weight_based'];

/** What is given at one time, by the patient's button or by the clock. */
const SINGLE: readonly { name: string; of: (f: Facts) => Mass | null }[] = [
  { name: 'demand dose', of: (f) => f.highest.demand },
  { name: 'scheduled dose', of: (f) => f.regimen.dose?.amount ?? null },
];

function covered(f: Facts, kinds: readonly DoseRule['kind'][], subject: RegExp): boolean {
  return f.drug.rules.some(
    (r) => kinds.includes(r.kind) && applyRule(r, f).some((x) => subject.test(x.subject)),
  );
}

export const formularyCoverage: Check = {
  id: CHECK,
  asks: 'Does the library hold a limit for each dose and for the worst case of this patient at all?',
  run: (f) => {
    const lines = [
      ...SINGLE.flatMap(({ name, of }) => {
        const dose = of(f);
        if (!dose) return [];
        const is = covered(f, ['single_dose'], new RegExp(`^${name}$`));
        return [{ subject: `${name} limit`, is, value: shownText(dose) }];
      }),
      {
        subject: 'worst-case limit',
        is: covered(f, WINDOWS, /^worst case/),
        value: shownText(f.worst.day.amount.result),
      },
    ];
    return lines.map(({ subject, is, value }) =>
      is
        ? pass(CHECK, RULE, { subject, observed: value })
        : notDone(
            CHECK,
            RULE,
            `a ${subject.replace(' limit', '')} limit of ${f.name} ${f.order.route} for this population`,
            { subject, observed: value },
          ),
    );
  },
};
