import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkOrder } from '../../engine/checks/check-order.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { library, questionOf, type Changes } from './base-order.ts';

export interface Ordinary {
  readonly id: string;
  readonly source: string;
  readonly changes: Changes;
}

/** Ordinary orders of the cases: what is published, for whom it was published. */
export const ordinaryOrders = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../cases/ordinary.json'), 'utf8')) as {
    orders: Ordinary[];
  }
).orders;

/** No source gives a limit of epidural fentaNYL (epi-18): the site enters one, once, here what 25 mL of 2 mcg/mL hold. */
export const withFentanyl: Library = {
  ...library,
  formulary: {
    ...library.formulary,
    drugs: library.formulary.drugs.map((d) =>
      d.id !== 'fentanyl'
        ? d
        : {
            ...d,
            rules: [
              ...d.rules,
              {
                id: 'site-fentanyl-epidural',
                kind: 'hourly',
                direction: 'max',
                amount: '50',
                unit: 'mcg',
                per: 'none',
                window_h: '1',
                population: { age_min_y: '18' },
                routes: ['epidural'],
                severity: 'hard',
                message: 'FentaNYL epidural: more in an hour than this pharmacy lets be given.',
                source: { id: 'SITE', title: 'a site' },
                provenance: 'house rule',
                comparator: 'gt',
              },
            ],
          },
    ),
  },
};

/** The report of one; where it is no first order, the order before was the same. */
export function ordinaryReport({ changes }: Ordinary, of: Library = withFentanyl): OrderReport {
  const report = checkOrder(questionOf(changes), of);
  if (changes['order.firstOrder'] !== false) return report;
  const day = report.exposure.windows.find((w) => w.window === '24 h');
  const drug = String(changes['order.drug']);
  const previous = {
    drug,
    worst24h: day?.worst ?? '',
    regimen: report.regimen,
    concentration: report.preparation.concentration,
    also: report.preparation.also.map((x) => ({
      drug: x.id,
      worst24h: x.windows.find((w) => w.window === '24 h')?.worst ?? '',
      concentration: x.concentration,
    })),
  };
  return checkOrder(questionOf(changes, previous), of);
}
