import { amount } from '../answers/facts.ts';
import { compare, quantity } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'program-flow';
const TOLERANCE = houseRule('flow-tolerance', 'hard');
const TEMPERATURE = houseRule('flow-temperature', 'info');

export const programFlow: Check = {
  id: CHECK,
  asks: 'Does an elastomeric device keep its flow as closely as the worst case assumes, and what does warmth do to it?',
  run: (f: Facts): Finding[] => {
    const ordered = f.regimen.tolerance;
    if (ordered === null || !f.program.can) return [];
    const subject = 'flow above nominal' as const;
    const { flow } = f.program.pump;
    const answer = { subject, observed: amount(ordered) };
    if (!flow?.tolerance)
      return [notDone(CHECK, TOLERANCE, { code: 'device-tolerance' }, { ...answer, about: 'pump' })];
    const { value, source, provenance } = flow.tolerance;
    const cited: Rule = { ...TOLERANCE, source, provenance };
    const against = { ...answer, limit: { code: 'at-least', value } } as const;
    const narrow = compare(ordered, quantity(value, '')) < 0;
    return [
      narrow ? failing(CHECK, cited, against) : pass(CHECK, cited, against),
      ...(flow.temperature
        ? [
            failing(
              CHECK,
              { ...TEMPERATURE, source: flow.temperature.perDegree.source, provenance: 'sourced' },
              {
                subject: 'temperature',
                about: 'pump',
                observed: {
                  code: 'per-degree',
                  value: flow.temperature.perDegree.value,
                  reference: flow.temperature.reference.value,
                },
              },
            ),
          ]
        : []),
    ];
  },
};
