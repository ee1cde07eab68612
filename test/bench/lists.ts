import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPEN_STATES } from '../../bridge/open-states.ts';
import { listOrders } from '../../db/orders.ts';
import { indexAll } from '../../db/search.ts';
import { listPatients } from '../../db/records.ts';
import { quantile, spentBy, type Bench } from './measure.ts';
import { openRaw, storeAt } from '../raw.ts';

const PATIENTS = 100_000;
const ORDERS = 10_000;
const MOST = { orders: 20, patients: 5 };
const STEMS = 'mar hol ber kan sto wil ves ling qui zed ost fra del dup nor ivan ash ken lou ray'.split(' ');
const ENDS = 'son sen er a ova ström ley ton ski de man field well ø'.split(' ');
/** As unlike each other as people's names are, and the same in every run. */
const nameOf = (n: number) =>
  [STEMS[n % 20], STEMS[Math.floor(n / 20) % 20], ENDS[Math.floor(n / 400) % 14]].join('');

async function fill(path: string): Promise<void> {
  await (await storeAt(path)).close();
  const db = openRaw(path);
  db.exec(`BEGIN;
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026');
INSERT INTO prescriber VALUES ('d1', 1);
INSERT INTO prescriber_version VALUES ('d1', 1, '{"name":"Dr. Lee"}', 'u1', '2026', NULL);`);
  const patient = db.prepare('INSERT INTO patient VALUES (?, 1)');
  const record = db.prepare(
    `INSERT INTO patient_version (patient_id, version, content, by_user, at) VALUES (?, 1, ?, 'u1', '2026')`,
  );
  for (let n = 0; n < PATIENTS; n += 1) {
    patient.run(`p${n}`);
    const birthDate = `${1930 + (n % 80)}-0${1 + (n % 9)}-1${n % 10}`;
    record.run(
      `p${n}`,
      JSON.stringify({ family: nameOf(n), given: nameOf(n * 7 + 3), mrn: `MRN-${n * 37}`, birthDate }),
    );
  }
  const order = db.prepare('INSERT INTO orders VALUES (?, ?, ?, 1, ?, NULL, ?)');
  const version = db.prepare(
    `INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at)
     VALUES (?, 1, ?, ?, 'd1', ?, 'u1', '2026')`,
  );
  const finding = db.prepare(
    `INSERT INTO finding (id, order_id, version, seq, purpose, at, by_user, patient_version, prescriber_version, blocking, report)
     VALUES (?, ?, 1, 1, 'save', '2026', 'u1', 1, 1, 2, ?)`,
  );
  // as large as a packed one, which no list opens
  const report = randomBytes(11_000);
  for (let n = 1; n <= ORDERS; n += 1) {
    const state = n % 20 === 0 ? (OPEN_STATES[(n / 20) % 6] ?? 'draft') : 'completed';
    order.run(`o${n}`, n, `M${String(n).padStart(6, '0')}`, state, new Date(1.7e12 + n * 6e4).toISOString());
    const drug = ['morphine', 'hydromorphone', 'fentanyl', 'ropivacaine'][n % 4];
    version.run(`o${n}`, `RX-${n * 13}`, `p${n * 9}`, JSON.stringify({ drug, filling: 'x'.repeat(1_200) }));
    finding.run(`f${n}`, `o${n}`, report);
  }
  db.exec('COMMIT');
  db.close();
  const store = await storeAt(path);
  await store.write(indexAll);
  await store.close();
}

const page = (from: number) => ({ from, limit: 50 });

const row = (what: string, times: readonly number[], most: number) => ({
  what,
  'p50 ms': quantile(times, 0.5).toFixed(1),
  'p95 ms': quantile(times, 0.95).toFixed(1),
  'p99 ms': quantile(times, 0.99).toFixed(1),
  budget: `p95 under ${most}`,
});

/** Lists and searches of 10,000 orders and 100,000 patients, none asked twice: milliseconds of processor time. */
export async function bench(): Promise<Bench[]> {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-bench-'));
  try {
    const path = join(dir, 'meniscus.db');
    await fill(path);
    const store = await storeAt(path);
    const asked = Array.from({ length: 400 }, (_, n) => {
      const name = nameOf(n * 251);
      return (
        [name, name.slice(0, 1 + (n % 6)), name.slice(2, 6), `MRN-${n * 370}`, `${name} ${n % 10}`][n % 5] ??
        ''
      );
    });
    const patients = [
      ...(await Array.fromAsync(asked, (search) =>
        spentBy(() => store.read((db) => listPatients(db, search, page(0)))),
      )),
      ...(await Array.fromAsync(asked, (_, n) =>
        spentBy(() => store.read((db) => listPatients(db, undefined, page(n * 240)))),
      )),
    ];
    const orders = [
      ...(await Array.fromAsync(asked, (search) =>
        spentBy(() => store.read((db) => listOrders(db, { states: undefined, search }, page(0)))),
      )),
      ...(await Array.fromAsync(asked, (_, n) =>
        spentBy(() =>
          store.read((db) => listOrders(db, { states: OPEN_STATES, search: undefined }, page((n % 9) * 50))),
        ),
      )),
      ...(await Array.fromAsync(asked, (_, n) =>
        spentBy(() =>
          store.read((db) => listOrders(db, { states: undefined, search: undefined }, page(n * 24))),
        ),
      )),
      ...(await Array.fromAsync(['morph', 'fent', 'rop', 'm', 'M0000', 'rx-1', 'a', 'son'], (search) =>
        spentBy(() => store.read((db) => listOrders(db, { states: undefined, search }, page(0)))),
      )),
    ];
    await store.close();
    return [
      {
        name: `lists and searches of ${ORDERS} orders and ${PATIENTS} patients, processor time`,
        rows: [
          row('worklist and orders, listed and searched', orders, MOST.orders),
          row('patients, listed and searched', patients, MOST.patients),
        ],
        budgets: [
          { what: 'orders p95, ms', measured: quantile(orders, 0.95), most: MOST.orders },
          { what: 'patients p95, ms', measured: quantile(patients, 0.95), most: MOST.patients },
        ],
      },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
