import { failureIn, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { PatientSearch } from '../patients/patient-search.tsx';
import type { ProtocolRecord } from '../../../engine/formulary/protocols.ts';
import { emptyDraft } from './draft.ts';
import { fromProtocol } from './draft-protocol.ts';
import { Editor } from './editor.tsx';

interface Asked {
  readonly patientId: string | null;
  readonly protocol?: string | undefined;
}

export function NewOrder({ patientId, protocol }: Asked) {
  return patientId === null ? (
    <ChoosePatient protocol={protocol} />
  ) : (
    <Entry patientId={patientId} protocol={protocol} />
  );
}

function Entry({ patientId, protocol }: { patientId: string; protocol: string | undefined }) {
  const patient = useRead('patient.get', { id: patientId });
  const formulary = useRead('formulary.list', {});
  const protocols = useRead('library.records', { collection: 'protocols' });
  if ((patient.error && !patient.data) || (formulary.error && !formulary.data))
    return (
      <div className="page">
        <Problem failure={failureIn(patient) ?? failureIn(formulary)} />
      </div>
    );
  if (!patient.data || !formulary.data) return <Waiting what="the patient" />;
  if (protocol !== undefined && !protocols.data) return <Waiting what="the protocol" />;
  const { pumps, drugs } = formulary.data;
  const empty = emptyDraft(pumps.length === 1 ? (pumps[0]?.id ?? '') : '');
  const started = protocols.data?.find((r) => r.key === protocol)?.record as ProtocolRecord | undefined;
  const unit = drugs.find((d) => d.id === started?.drug)?.unit ?? 'mg';
  return (
    <Editor
      patient={patient.data}
      initial={started ? fromProtocol(empty, started, unit) : empty}
      order={null}
      onSaved={(order) => go({ at: 'order', id: order.id })}
      onCancel={() => go({ at: 'work', state: null })}
    />
  );
}

/** An order starts with a patient on file. */
const ChoosePatient = ({ protocol }: Pick<Asked, 'protocol'>) => (
  <PatientSearch
    title="New order: for whom?"
    to={({ id }) => ({ at: 'new-order', patientId: id, ...(protocol !== undefined && { protocol }) })}
    empty={
      <a className="btn main" href={hashOf({ at: 'patient', id: null })}>
        New patient
      </a>
    }
  />
);
