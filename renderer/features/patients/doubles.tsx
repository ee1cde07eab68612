import type { PatientLine } from '../../../bridge/records.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';

const who = (p: PatientLine) => (
  <>
    <span className="strong">{p.name}</span> {p.birthDate}, {p.mrn}
  </>
);

const WHY = {
  'name-and-birth-date': 'the same name and birth date',
  'record-number': 'a record number that looks the same',
} as const;

/** What is waiting to be looked at: merges that were proposed, records that look like one person's, numbers used twice. */
export function Doubles() {
  const { data } = useRead('patient.doubles', {});
  if (!data || data.pairs.length + data.proposals.length + data.rx.length === 0) return null;
  const proposed = new Set(data.proposals.map((p) => [p.stays.id, p.goes.id].toSorted().join(' ')));
  const pairs = data.pairs.filter((p) => !proposed.has([p.one.id, p.other.id].toSorted().join(' ')));
  return (
    <section className="panel pad stack" aria-label="One person, one record">
      {data.proposals.length > 0 && <h2 className="cap">Merges that wait for a second person</h2>}
      {data.proposals.map((p) => (
        <div key={p.id} className="row">
          <span className="grow">
            {who(p.goes)} into {who(p.stays)}. {p.reason} <span className="note">· {p.by}</span>
            {p.outdated && <span className="note"> · changed since</span>}
          </span>
          <a
            className="btn small main"
            href={hashOf({ at: 'merge', one: p.stays.id, other: p.goes.id })}
            aria-label={`Look at the merge of ${p.goes.mrn} into ${p.stays.mrn}`}
          >
            Look at it
          </a>
        </div>
      ))}
      {pairs.length > 0 && <h2 className="cap">Look like one person</h2>}
      {pairs.map(({ one, other, why }) => (
        <div key={`${one.id} ${other.id}`} className="row">
          <span className="grow">
            {who(one)} and {who(other)} <span className="note">· {WHY[why]}</span>
          </span>
          <a
            className="btn small"
            href={hashOf({ at: 'merge', one: one.id, other: other.id })}
            aria-label={`Compare ${one.mrn} and ${other.mrn}`}
          >
            Compare
          </a>
        </div>
      ))}
      {data.rx.length > 0 && <h2 className="cap">Prescription numbers of more than one order</h2>}
      {data.rx.map(({ rx, orders }) => (
        <div key={rx} className="row">
          <span className="strong">{rx}</span>
          {orders.map((o) => (
            <span key={o.id}>
              <a href={hashOf({ at: 'order', id: o.id })}>{o.number}</a> {o.patient}
            </span>
          ))}
        </div>
      ))}
    </section>
  );
}
