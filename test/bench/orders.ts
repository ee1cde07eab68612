import type { OrderContent } from '../../engine/order/order.ts';
import {
  content,
  draftOrder,
  ingredients,
  openOffice,
  PASSWORD,
  patient,
  resolveAll,
} from '../electron/office.ts';
import { quantile, spentBy, type Bench } from './measure.ts';

const ORDERS = 120;
/** What grows with the file shows between the first and the last of so many. */
const ENDS = 30;
/** House rule: what a list of orders or a log that is longer may cost a command of one order. */
const GROWTH = 1.5;
const signed = { password: PASSWORD };

/** The whole life of many orders, no two alike: processor time of each command, and how it grows with those before. */
export async function bench(): Promise<Bench[]> {
  const office = await openOffice();
  try {
    const tech = await office.person('tess', 'technician');
    const one = await office.person('pam', 'pharmacist');
    const two = await office.person('paul', 'pharmacist');
    const taken = new Map<string, number[]>();
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      let value: T | undefined;
      const ms = await spentBy(async () => (value = await work()));
      taken.set(name, [...(taken.get(name) ?? []), ms]);
      return value as T;
    };
    for (let n = 0; n < ORDERS; n += 1) {
      const regimen = { ...content.regimen, lockout: `${10 + (n % 9)} min` } as OrderContent['regimen'];
      const who = { ...patient, family: `Marsh${'abcdefghij'[n % 10] ?? ''}`, mrn: `MRN-${n}` };
      const draft = await draftOrder(tech, { regimen }, who);
      const subject = { id: draft.id, version: 1 };
      await timed('order.get', () => tech.do('order.get', { id: draft.id }));
      const submitted = await timed('order.submit', () => tech.do('order.submit', subject));
      await resolveAll(submitted, one, two);
      await timed('order.verify', () => one.do('order.verify', { ...subject, ...signed }));
      await timed('preparation.start', () => tech.do('preparation.start', subject));
      await timed('preparation.record', () =>
        tech.do('preparation.record', { ...subject, ingredients, deviations: null }),
      );
      await timed('print.issue, a label', () =>
        tech.do('print.issue', { ...subject, kind: 'label', paper: '4x2', copies: 1, reprintReason: null }),
      );
      await timed('order.final-check', () => two.do('order.final-check', { ...subject, ...signed }));
      await timed('order.release', () => two.do('order.release', { ...subject, ...signed }));
      await timed('order.complete', () => tech.do('order.complete', subject));
    }
    const rows = [...taken].map(([name, times]) => {
      const [first, last] = [quantile(times.slice(0, ENDS), 0.5), quantile(times.slice(-ENDS), 0.5)];
      return { name, times, first, last };
    });
    return [
      {
        name: `each command of an order's life, ${ORDERS} orders, processor time (budget: 100 ms, and no growth)`,
        rows: rows.map(({ name, times, first, last }) => ({
          command: name,
          'p50 ms': quantile(times, 0.5).toFixed(1),
          'p99 ms': quantile(times, 0.99).toFixed(1),
          [`of the first ${ENDS}, p50`]: first.toFixed(1),
          [`of the last ${ENDS}, p50`]: last.toFixed(1),
        })),
        budgets: rows.flatMap(({ name, times, first, last }) => [
          { what: `${name}, p50 ms`, measured: quantile(times, 0.5), most: 100 },
          // the first ones pay for the compiler, so that only a growth beyond theirs is one
          { what: `${name}, the last against the first`, measured: last / first, most: GROWTH },
        ]),
      },
    ];
  } finally {
    await office.close();
  }
}
