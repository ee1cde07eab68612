import { failureIn, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { Empty, Problem, Waiting } from '../../ui/states.tsx';
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
function ChoosePatient() {
  const list = useRead('patient.list', {});
  return (
    <div className="page">
      <header>
        <h1>New order: for whom?</h1>
      </header>
      <div className="panel fill">
        {list.error ? (
          <Problem failure={failureIn(list)} />
        ) : !list.data ? (
          <Waiting what="patients" />
        ) : list.data.length === 0 ? (
          <Empty title="No patient on file">
            <a className="btn main" href={hashOf({ at: 'patient', id: null })}>
              New patient
            </a>
          </Empty>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>Name</th>
                <th>Born</th>
                <th>Record number</th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((p) => (
                <tr key={p.id} className="rowlink">
                  <td>
                    <a className="name" href={hashOf({ at: 'new-order', patientId: p.id })}>
                      {p.name}
                    </a>
                  </td>
                  <td>{p.birthDate}</td>
                  <td>{p.mrn}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
