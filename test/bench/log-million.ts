import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENESIS, hashEvent } from '../../db/chain.ts';
import { openRaw, storeAt } from '../raw.ts';

const DRUGS = ['morphine', 'hydromorphone', 'fentanyl'];
const USERS = ['ada', 'pam', 'paul', 'tess', 'tom'];
const COMMANDS = ['order.save', 'order.submit', 'order.verify', 'preparation.record', 'order.release'];

/**
 * A data file with this many events, hashed as the application hashes them and written past its one-by-one path. About
 * eight events an order, three orders a patient, one a minute.
 */
export async function manyEvents(
  events: number,
  dir = mkdtempSync(join(tmpdir(), 'meniscus-many-')),
): Promise<string> {
  const path = join(dir, 'meniscus.db');
  await (await storeAt(path)).close();
  const raw = openRaw(path);
  raw.pragma('synchronous = OFF');
  raw.pragma('foreign_keys = OFF');
  const event = raw.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const link = raw.prepare('INSERT INTO event_link VALUES (?, ?, ?)');
  let previous = GENESIS;
  const begin = Date.parse('2025-01-01T00:00:00Z');
  raw.transaction(() => {
    for (let seq = 1; seq <= events; seq += 1) {
      const order = `ord-${Math.floor(seq / 8)}`;
      const patient = `pat-${Math.floor(seq / 24)}`;
      const drug = DRUGS[Math.floor(seq / 8) % 3] ?? '';
      const lot = `L-${Math.floor(seq / 400)}`;
      const unhashed = {
        seq,
        at: new Date(begin + seq * 60_000).toISOString(),
        user: USERS[seq % 5] ?? '',
        station: 'hood-1',
        command: COMMANDS[seq % 5] ?? '',
        subject: 'order',
        subjectId: order,
        version: 1,
        change: `{"about":{"drug":"${drug}","lot":["${lot}"],"order":"${order}","patient":"${patient}"},"fields":{"content.regimen.demand":{"from":"1 mg","to":"1.2 mg"}},"state":{"from":"submitted","to":"verified"}}`,
        reason: seq % 10 === 0 ? 'prescriber changed the dose by telephone' : null,
        previous,
      };
      previous = hashEvent(unhashed);
      const { subjectId, ...e } = unhashed;
      event.run(
        e.seq,
        e.at,
        e.user,
        e.station,
        e.command,
        e.subject,
        subjectId,
        e.version,
        e.change,
        e.reason,
        e.previous,
        previous,
      );
      link.run('order', order, seq);
      link.run('patient', patient, seq);
      link.run('drug', drug, seq);
      link.run('lot', lot, seq);
    }
  })();
  raw.close();
  // As if it had been written by the application: the note beside the file follows.
  await (await storeAt(path)).close();
  return path;
}
