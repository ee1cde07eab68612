import { compare, quantity, shownText } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'order-session';
const LENGTH: Rule = {
  ...houseRule(
    'session-24h',
    'soft',
    'A session of 24 h or more is continuous pain management: HCPCS S9326, not S9327 (intermittent, less than 24 hours).',
  ),
  source: {
    id: 'HMSA-PAIN',
    title: 'HMSA pain management infusion policy; HCPCS S9326 and S9327',
    section: 'service.md 1',
  },
  provenance: 'sourced',
};

export const orderSession: Check = {
  id: CHECK,
  asks: 'Is a session shorter than 24 h, so that S9327 fits?',
  run: (f: Facts): Finding[] => {
    const answer = {
      subject: 'session length',
      observed: shownText(f.schedule.duration),
      limit: 'less than 24 h',
    };
    return [
      compare(f.schedule.duration, quantity('24 h', 'time')) >= 0
        ? failing(CHECK, LENGTH, answer)
        : pass(CHECK, LENGTH, answer),
    ];
  },
};
