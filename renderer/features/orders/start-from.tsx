import { useHotkeys } from '@mantine/hooks';
import { useState, type KeyboardEvent } from 'react';
import type { PatientRecord } from '../../../bridge/records.ts';
import type { ProtocolRecord } from '../../../engine/formulary/protocols.ts';
import { KIND_WORDS } from '../../../engine/formulary/regimen-kinds.ts';
import { useRead } from '../../query.ts';
import { go } from '../../router.ts';

const empty = () => document.querySelector<HTMLElement>('#detail [name="drug"]')?.focus();

interface Props {
  readonly patient: { readonly id: string; readonly record: PatientRecord };
}

/** How a new order starts: from an order set, as last time, or empty. One key each, as long as nothing is typed. */
export function StartFrom({ patient }: Props) {
  const [open, setOpen] = useState(false);
  const start = useRead('order.start', { patientId: patient.id, protocol: null });
  const last = start.data?.last ?? null;
  const asLast = () => last && go({ at: 'new-order', patientId: patient.id, last: true });
  useHotkeys([
    ['o', () => setOpen(true)],
    ['l', asLast],
    ['e', empty],
  ]);
  return (
    <section className="panel known-now start-from" aria-label="Start the order">
      <b>Start</b>
      <button type="button" className="btn small" aria-expanded={open} onClick={() => setOpen(!open)}>
        from an order set <kbd>O</kbd>
      </button>
      <button type="button" className="btn small" disabled={!last} onClick={asLast}>
        as last time{last ? `, ${last.number}` : ''} <kbd>L</kbd>
      </button>
      <button type="button" className="btn small" onClick={empty}>
        empty <kbd>E</kbd>
      </button>
      {start.data && !last && <span className="note">No order of this patient was verified yet.</span>}
      {open && <OrderSets patient={patient} />}
    </section>
  );
}

/** Order sets for this patient stand first, then those that bring a bag. */
const rank = (p: ProtocolRecord, status: PatientRecord['opioidStatus']): number =>
  (p.qualifier === 'any' || p.qualifier === `opioid-${status}` ? 0 : 2) + (p.bag ? 0 : 1);

function OrderSets({ patient }: Props) {
  const records = useRead('library.records', { collection: 'protocols' });
  const formulary = useRead('formulary.list', {});
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const nameOf = (id: string) => formulary.data?.drugs.find((d) => d.id === id)?.name ?? id;
  const words = (p: ProtocolRecord) =>
    `${nameOf(p.drug)} ${p.concentration} ${p.concentration_unit}, ${KIND_WORDS[p.kind]} ${p.route}, ${p.qualifier === 'any' ? 'any patient' : p.qualifier}`;
  const sets = (records.data ?? [])
    .map((r) => r.record as ProtocolRecord)
    .toSorted((a, b) => rank(a, patient.record.opioidStatus) - rank(b, patient.record.opioidStatus))
    .filter((p) => {
      const all = `${words(p)} ${p.profile} ${p.id}`.toLowerCase();
      return typed
        .toLowerCase()
        .split(' ')
        .every((part) => all.includes(part));
    });
  const chosen = sets[Math.min(at, sets.length - 1)];
  const take = (p: ProtocolRecord) => go({ at: 'new-order', patientId: patient.id, protocol: p.id });
  const keys = (event: KeyboardEvent) => {
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (along !== undefined) setAt(Math.max(0, Math.min(sets.length - 1, at + along)));
    else if (event.key === 'Enter' && chosen) take(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <div className="order-sets">
      <input
        className="input"
        aria-label="Order set: drug, patients or name"
        placeholder="drug, patients or name; Enter takes it"
        maxLength={80}
        ref={focusFirst}
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <ul aria-label="Order sets">
        {sets.map((p) => (
          <li key={p.id}>
            <button type="button" {...(p === chosen && { 'aria-current': 'true' })} onClick={() => take(p)}>
              <span>{words(p)}</span>
              <span className="note">
                {p.profile} · {p.id}
                {p.bag ? '' : ' · no bag'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {records.data && sets.length === 0 && <p className="note">No order set by these words.</p>}
    </div>
  );
}
const focusFirst = (input: HTMLInputElement | null): void => input?.focus();
