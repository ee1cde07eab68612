import { packed } from '../../db/packed.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOrder } from '../../engine/checks/check-order.ts';
import { recheckOrders } from '../../electron/services/recheck/recheck.ts';
import { library, questionOf } from '../engine/base-order.ts';
import type { Bench } from './measure.ts';
import { openRaw, storeAt } from '../raw.ts';

const ORDERS = 50_000;
const AT = '2026-11-23T15:00Z';

/** Active orders of as many patients, written past the application: what the recheck reads, and no more. */
async function manyOrders(path: string): Promise<void> {
  await (await storeAt(path)).close();
  const raw = openRaw(path);
  raw.pragma('synchronous = OFF');
  raw.pragma('foreign_keys = OFF');
  const { patient, order } = questionOf();
  const report = packed(JSON.stringify(checkOrder(questionOf(), library)));
  const put = (table: string, columns: string) =>
    raw.prepare(
      `INSERT INTO ${table} (${columns}) VALUES (${columns
        .split(',')
        .map(() => '?')
        .join(', ')})`,
    );
  const patients = put('patient', 'id, version');
  const records = put('patient_version', 'patient_id, version, content, by_user, at');
  const orders = put('orders', 'id, seq, number, version, state, updated_at');
  const versions = put(
    'order_version',
    'order_id, version, rx, patient_id, prescriber_id, content, by_user, at',
  );
  const findings = put(
    'finding',
    'id, order_id, version, seq, purpose, at, by_user, patient_version, prescriber_version, blocking, report',
  );
  raw.transaction(() => {
    for (let i = 1; i <= ORDERS; i += 1) {
      const [p, o] = [`pat-${i}`, `ord-${i}`];
      const record = { ...patient, family: `F${i}`, given: 'G', mrn: `M${i}` };
      const demand = `0.${(i % 4) + 1} mg`;
      const content = { ...order, regimen: { ...order.regimen, demand } };
      patients.run(p, 1);
      records.run(p, 1, JSON.stringify(record), 'u', AT);
      orders.run(o, i, `M${String(i).padStart(6, '0')}`, 1, 'submitted', AT);
      versions.run(o, 1, 'RX', p, 'd', JSON.stringify(content), 'u', AT);
      // one report each in a real file; one for all is enough where only the active ones are read
      if (i === 1) findings.run('f', o, 1, 1, 'submit', AT, 'u', 1, 1, 0, report);
    }
  })();
  raw.close();
}

/** Every active order under the rule set in force and a proposed one. */
export async function bench(): Promise<Bench[]> {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-recheck-'));
  const dataFile = join(dir, 'meniscus.db');
  await manyOrders(dataFile);
  const proposed = structuredClone(library);
  for (const drug of proposed.formulary.drugs)
    for (const rule of drug.rules) if (rule.kind === 'single_dose') rule.severity = 'hard';
  const from = performance.now();
  const found = await recheckOrders(
    { orders: { address: null, path: dataFile, key: null }, current: library, proposed, at: AT },
    () => undefined,
    new AbortController().signal,
    2,
  );
  const seconds = (performance.now() - from) / 1e3;
  rmSync(dir, { recursive: true, force: true });
  return [
    {
      name: 'recheck of every active order, 2 threads',
      rows: [
        { what: 'orders checked', figure: String(found.checked), budget: String(ORDERS) },
        { what: 'orders that change', figure: String(found.changed.length), budget: '' },
        { what: 'time, s', figure: seconds.toFixed(1), budget: 'under 40' },
      ],
      budgets: [{ what: 'recheck of 50,000 orders, s', measured: seconds, most: 40 }],
    },
  ];
}
