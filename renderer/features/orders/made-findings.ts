import type { OrderView } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';

/**
 * What the panel of findings shows of an order: once the container is made, what came up of it stands first, with what was
 * said of it.
 */
export function withMade(order: OrderView): { report: OrderReport; order: OrderView } {
  const made = order.preparation;
  if (made === null || made.findings.length === 0) return { report: order.report, order };
  return {
    report: { ...order.report, findings: [...made.findings, ...order.report.findings] },
    order: { ...order, resolutions: [...made.resolutions, ...order.resolutions] },
  };
}
