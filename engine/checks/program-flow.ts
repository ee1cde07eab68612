import { compare, quantity, shownText } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'program-flow';
const TOLERANCE = houseRule(
  'flow-tolerance',
  'hard',
  'The sources of this device name a wider tolerance than was ordered: the worst case is too low.',
  'notes.md 3, elastomeric tolerance',
);
const TEMPERATURE = houseRule(
  'flow-temperature',
  'info',
  'Warmth raises the flow of this device: keep it at its reference temperature.',
  'notes.md 3, elastomeric temperature',
);

export const programFlow: Check = {
  id: CHECK,
  asks: 'Does an elastomeric device keep its flow as closely as the worst case assumes, and what does warmth do to it?',
  run: (f: Facts): Finding[] => {
    const ordered = f.regimen.tolerance;
    if (ordered === null || !f.program.can) return [];
    const subject = 'flow above nominal';
    const { flow } = f.program.pump;
    const answer = { subject, observed: shownText(ordered) };
    if (!flow?.tolerance)
      return [
        notDone(CHECK, TOLERANCE, "the tolerance of the device, from its maker's instructions", answer),
      ];
    const { value, source, provenance } = flow.tolerance;
    const cited: Rule = { ...TOLERANCE, source, provenance };
    const against = { ...answer, limit: `at least ${value}` };
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
                observed: `${flow.temperature.perDegree.value} for each °C above ${flow.temperature.reference.value}`,
              },
            ),
          ]
        : []),
    ];
  },
};
