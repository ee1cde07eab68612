import { rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { countEvents, listEvents, type EventFilter } from '../../db/event-log.ts';
import type { Store } from '../../db/open.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import { manyEvents } from './log-million.ts';
import type { Bench } from './measure.ts';
import { storeAt } from '../raw.ts';

const EVENTS = 1_000_000;

const FILTERS: [string, EventFilter][] = [
  ['no filter', {}],
  ['one order', { order: 'ord-60000' }],
  ['one patient', { patient: 'pat-20000' }],
  ['one drug (a third of all)', { drug: 'morphine' }],
  ['one drug by one person', { drug: 'morphine', user: 'pam' }],
  ['one lot', { lot: 'L-1200' }],
  ['one person', { user: 'tess' }],
  ['one command', { command: 'order.release' }],
  ['one day, long ago', { from: '2025-03-01T00:00:00.000Z', to: '2025-03-02T00:00:00.000Z' }],
  ['a year', { from: '2025-03-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' }],
  ['words found often', { text: 'telephone' }],
  ['words found nowhere', { text: 'no such words' }],
];

const time = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

async function pageRow(store: Store, [what, filter]: [string, EventFilter]) {
  const page = async (before: number | null) =>
    Math.min(
      ...(await Array.fromAsync([1, 2, 3], () =>
        time(() => store.read((db) => listEvents(db, filter, before, 100))),
      )),
    );
  return {
    filter: what,
    'first page ms': (await page(null)).toFixed(1),
    'page in the middle ms': (await page(500_000)).toFixed(1),
    'count ms': (await time(() => store.read((db) => countEvents(db, filter)))).toFixed(1),
  };
}

/** The log at a million events: pages, counts, the walk of the chain. */
export async function bench(): Promise<Bench[]> {
  const built = performance.now();
  const path = await manyEvents(EVENTS);
  const building = performance.now() - built;
  const opened = performance.now();
  const store = await storeAt(path);
  const opening = performance.now() - opened;
  const pages = await Array.fromAsync(FILTERS, (f) => pageRow(store, f));
  const from = performance.now();
  const verdict = await verifyLive(store);
  const walking = performance.now() - from;
  await store.close();
  const megabytes = statSync(path).size / 1e6;
  rmSync(dirname(path), { recursive: true, force: true });
  return [
    { name: `pages of a log of ${EVENTS} events`, rows: pages },
    {
      name: 'the whole log',
      rows: [
        { what: 'events that the walk saw', figure: String(verdict.events), budget: '' },
        { what: 'walk of the chain, s', figure: (walking / 1e3).toFixed(1), budget: 'under 6' },
        { what: 'open with integrity check, s', figure: (opening / 1e3).toFixed(1), budget: '' },
        { what: 'build, s', figure: (building / 1e3).toFixed(1), budget: '' },
        { what: 'data file, MB', figure: megabytes.toFixed(0), budget: '' },
      ],
      budgets: [{ what: 'walk of the chain, s', measured: walking / 1e3, most: 6 }],
    },
  ];
}
