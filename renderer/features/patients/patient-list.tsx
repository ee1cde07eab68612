import type { PatientLine } from '../../../bridge/records.ts';
import { hashOf } from '../../router.ts';
import { useMay } from '../../session.ts';
import { Doubles } from './doubles.tsx';
import { PatientSearch } from './patient-search.tsx';

const newOrderFor = (p: PatientLine) => (
  <a
    className="btn small"
    href={hashOf({ at: 'new-order', patientId: p.id })}
    aria-label={`New order for ${p.name}`}
  >
    New order
  </a>
);

export function PatientList() {
  const mayDraft = useMay('order.draft');
  return (
    <PatientSearch
      title="Patients"
      above={<Doubles />}
      to={({ id }) => ({ at: 'patient', id })}
      {...(mayDraft && {
        head: (
          <a className="btn main" href={hashOf({ at: 'patient', id: null })}>
            New patient
          </a>
        ),
        acts: newOrderFor,
      })}
    />
  );
}
