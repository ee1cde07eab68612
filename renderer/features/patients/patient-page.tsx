import { failureIn, useRead } from '../../query.ts';
import { useSession } from '../../session.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { draftOf, emptyPatient } from './patient-draft.ts';
import { PatientForm } from './patient-form.tsx';

export function PatientPage({ id }: { id: string | null }) {
  return id === null ? <PatientForm id={null} version={null} initial={emptyPatient()} /> : <Known id={id} />;
}

function Known({ id }: { id: string }) {
  const zone = useSession().status.timeZone;
  const patient = useRead('patient.get', { id });
  if (patient.error && !patient.data)
    return (
      <div className="page">
        <Problem failure={failureIn(patient)} />
      </div>
    );
  if (!patient.data) return <Waiting what="the patient" />;
  return (
    <PatientForm
      key={patient.data.version}
      id={id}
      version={patient.data.version}
      initial={draftOf(patient.data.record, zone)}
      merges={patient.data}
    />
  );
}
