import type { HouseRuleOrder } from './checks/house-rule-orders.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { library, type Changes } from './base-order.ts';

/** The published table for naive adults (UTD-PCA: HYDROmorphone 0.1 to 0.4 mg, lockout 10 min, 6 mg in 4 h), with a hard range that this site put on the demand dose. */
export const withHardRange: Library = {
  ...library,
  protocols: library.protocols.map((p) =>
    p.id === 'published-hydromorphone-naive'
      ? {
          ...p,
          fields: p.fields.map((f) =>
            f.line === 'demand dose' ? { ...f, hard_least: '0.05', hard_most: '1' } : f,
          ),
        }
      : p,
  ),
};

/** The base order, begun from that protocol: 0.2 mg, 10 min, 0.2 mg/mL, no basal rate, a limit of 4 mg in 4 h. */
export const fromProtocol = (more: Changes = {}): Changes => ({
  'order.protocol': 'published-hydromorphone-naive',
  ...more,
});

/** The rules of protocols, each with an order that breaks it and one that keeps it. */
export const protocolRules: Readonly<Record<string, { breaks: HouseRuleOrder; keeps: HouseRuleOrder }>> = {
  'outside-protocol': {
    breaks: { changes: fromProtocol({ 'order.regimen.lockout': '8 min' }) },
    keeps: { changes: fromProtocol() },
  },
  'far-outside-protocol': {
    breaks: { changes: fromProtocol({ 'order.regimen.demand': '1.2 mg' }), library: withHardRange },
    keeps: { changes: fromProtocol(), library: withHardRange },
  },
  'not-of-protocol': {
    breaks: { changes: fromProtocol({ 'order.preparation.drugAmount': '100 mg' }) },
    keeps: { changes: fromProtocol() },
  },
};
