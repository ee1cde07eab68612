import { amount } from '../answers/facts.ts';
import { compare, quantity } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'order-session';
const LENGTH: Rule = {
  ...houseRule('session-24h', 'soft'),
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
      observed: amount(f.schedule.duration),
      limit: { code: 'less-than', value: '24 h' },
    } as const;
    return [
      compare(f.schedule.duration, quantity('24 h', 'time')) >= 0
        ? failing(CHECK, LENGTH, answer)
        : pass(CHECK, LENGTH, answer),
    ];
  },
};
