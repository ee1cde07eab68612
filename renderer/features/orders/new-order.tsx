import { failureIn, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { PatientSearch } from '../patients/patient-search.tsx';
import { emptyDraft } from './draft.ts';
import { Editor } from './editor.tsx';

export function NewOrder({ patientId }: { patientId: string | null }) {
  return patientId === null ? <ChoosePatient /> : <Entry patientId={patientId} />;
}

function Entry({ patientId }: { patientId: string }) {
  const patient = useRead('patient.get', { id: patientId });
  const formulary = useRead('formulary.list', {});
  if ((patient.error && !patient.data) || (formulary.error && !formulary.data))
    return (
      <div className="page">
        <Problem failure={failureIn(patient) ?? failureIn(formulary)} />
      </div>
    );
  if (!patient.data || !formulary.data) return <Waiting what="the patient" />;
  const pumps = formulary.data.pumps;
  return (
    <Editor
      patient={patient.data}
      initial={emptyDraft(pumps.length === 1 ? (pumps[0]?.id ?? '') : '')}
      order={null}
      onSaved={(order) => go({ at: 'order', id: order.id })}
      onCancel={() => go({ at: 'work', state: null })}
    />
  );
}

/** An order starts with a patient on file. */
const ChoosePatient = () => (
  <PatientSearch
    title="New order: for whom?"
    to={({ id }) => ({ at: 'new-order', patientId: id })}
    empty={
      <a className="btn main" href={hashOf({ at: 'patient', id: null })}>
        New patient
      </a>
    }
  />
);
