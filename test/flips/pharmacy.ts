import { join } from 'node:path';
import { sha256 } from '../../db/canonical.ts';
import { ok } from '../../engine/number/result.ts';
import {
  content,
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
} from '../electron/office.ts';
import { clearCopy } from '../raw.ts';

/**
 * A data file with an order in every state, two of them in their second version, one of these submitted again; with prints,
 * wasted drug, doses given (one taken back) and a shorter policy.
 */
export async function pharmacyFile(to: string): Promise<void> {
  // Node draws no paper without the build: what a flip is held against is the record that a paper is made from.
  const office = await openOffice({
    render: () =>
      Promise.resolve(
        ok({ pdf: new Uint8Array(), template: 'none', sha256: sha256(''), page: { width: 0, height: 0 } }),
      ),
  });
  const tess = await office.person('tess', 'technician');
  const pam = await office.person('pam', 'pharmacist');
  const paul = await office.person('paul', 'pharmacist');
  const signed = { password: PASSWORD };
  const all = [
    'draft',
    'submitted',
    'verified',
    'preparing',
    'prepared',
    'checked',
    'released',
    'completed',
  ] as const;
  const order = async (n: number, until: (typeof all)[number]) => {
    const made = await draftOrder(tess, {}, { ...patient, mrn: `MRN-${n}`, family: `Marsh${n}` });
    const subject = { id: made.id, version: 1 };
    const far = all.indexOf(until);
    if (far >= 4) await prepareOrder(made, tess, pam, paul);
    else {
      if (far >= 1) await resolveAll(await tess.do('order.submit', subject), pam, paul);
      if (far >= 2) await pam.do('order.verify', { ...subject, ...signed });
      if (far >= 3) await tess.do('preparation.start', subject);
    }
    if (far >= 4)
      for (const kind of ['label', 'pump-sheet'] as const)
        await tess.do('print.issue', {
          ...subject,
          kind,
          paper: kind === 'label' ? '4x2' : 'letter',
          copies: 1,
          reprintReason: null,
        });
    if (far >= 5) await paul.do('order.final-check', { ...subject, ...signed });
    if (far >= 6) await paul.do('order.release', { ...subject, ...signed });
    if (far >= 7) await pam.do('order.complete', subject);
    return { ...made, subject };
  };
  for (const [n, state] of all.entries()) await order(n, state);
  const reason = 'for the test';
  const held = await order(10, 'verified');
  await pam.do('order.hold', { ...held.subject, reason, ...signed });
  const ended = await order(11, 'prepared');
  await pam.do('order.discontinue', { ...ended.subject, reason, ...signed });
  const voided = await order(12, 'released');
  await pam.do('order.void', { ...voided.subject, reason, ...signed });
  const second = await order(13, 'prepared');
  const { patient: who, prescriber, rx } = await tess.do('order.get', { id: second.id });
  await tess.do('order.save', {
    id: second.id,
    expectedVersion: 1,
    patientId: who.id,
    prescriberId: prescriber.id,
    rx,
    content: { ...content, sessions: { ...content.sessions, count: '4' } },
    reason,
  });
  const again = await order(14, 'submitted');
  const other = await tess.do('order.get', { id: again.id });
  const changed = await tess.do('order.save', {
    id: again.id,
    expectedVersion: 1,
    patientId: other.patient.id,
    prescriberId: other.prescriber.id,
    rx: other.rx,
    content: { ...content, sessions: { ...content.sessions, count: '3' } },
    reason,
  });
  const subject = { id: again.id, version: changed.version };
  await resolveAll(await tess.do('order.submit', subject), pam, paul);
  await office.person('tom', 'technician');
  await tess.do('waste.record', {
    id: ended.id,
    version: 1,
    lot: 'L-100',
    amount: '0.5 mL',
    reason: 'vial-rest',
    text: null,
    ...signed,
    witness: { username: 'tom', password: PASSWORD },
  });
  const dose = { drug: 'morphine', amount: '4 mg', route: 'IV', at: '2026-11-23T14:30Z' };
  const given = { patientId: other.patient.id, record: dose, corrects: null, reason: null };
  const [first] = await pam.do('administration.add', given);
  await pam.do('administration.add', { ...given, record: { ...dose, amount: '2 mg' } });
  await pam.do('administration.add', { ...given, record: null, corrects: first?.id ?? '', reason });
  const { version, settings } = await office.supervisor.do('policy.get', {});
  await office.supervisor.do('policy.save', {
    expectedVersion: version,
    settings: { ...settings, idleMinutes: 7 },
    ...signed,
  });
  // In the clear: what is asked here is what the program notices where the pages themselves would not tell.
  clearCopy(join(office.dir, 'meniscus.db'), to);
  await office.close();
}
