import { failureIn, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { PatientSearch } from '../patients/patient-search.tsx';
import { useSession } from '../../session.ts';
import type { OrderStart } from '../../../bridge/order-start.ts';
import { asLast } from './draft-last.ts';
import { emptyDraft, type OrderDraft } from './draft.ts';
import { fromProtocol } from './draft-protocol.ts';
import { Editor } from './editor.tsx';
import type { Started } from './started.ts';

interface Asked {
  readonly patientId: string | null;
  readonly protocol?: string | undefined;
  /** as the last order of the patient */
  readonly last?: boolean | undefined;
}

export function NewOrder({ patientId, protocol, last = false }: Asked) {
  return patientId === null ? (
    <ChoosePatient protocol={protocol} />
  ) : (
    <Entry {...{ patientId, protocol, last }} />
  );
}

interface EntryProps {
  readonly patientId: string;
  readonly protocol: string | undefined;
  readonly last: boolean;
}

function Entry({ patientId, protocol, last }: EntryProps) {
  const { status } = useSession();
  const patient = useRead('patient.get', { id: patientId });
  const formulary = useRead('formulary.list', {});
  const start = useRead('order.start', { patientId, protocol: protocol ?? null });
  const failed = [patient, formulary, start].find((x) => x.error && !x.data);
  if (failed)
    return (
      <div className="page">
        <Problem failure={failureIn(failed)} />
      </div>
    );
  if (!patient.data || !formulary.data || !start.data) return <Waiting what="the patient" />;
  const { pumps } = formulary.data;
  const empty = emptyDraft(pumps.length === 1 ? (pumps[0]?.id ?? '') : '');
  const first = startOf(start.data, last, empty, status.timeZone);
  return (
    <Editor
      patient={patient.data}
      {...first}
      order={null}
      onSaved={(order) => go({ at: 'order', id: order.id })}
      onCancel={() => go({ at: 'work', state: null })}
    />
  );
}

function startOf(
  { protocol, last }: OrderStart,
  asked: boolean,
  empty: OrderDraft,
  zone: string,
): { readonly initial: OrderDraft; readonly started: Started | null } {
  if (asked && last) return { initial: asLast(last.content, zone), started: { from: 'last', last } };
  if (protocol) return { initial: fromProtocol(empty, protocol), started: { from: 'protocol' } };
  return { initial: empty, started: null };
}

/** An order starts with a patient on file. */
const ChoosePatient = ({ protocol }: Pick<Asked, 'protocol'>) => (
  <PatientSearch
    title="New order: for whom?"
    typesFirst
    to={({ id }) => ({ at: 'new-order', patientId: id, ...(protocol !== undefined && { protocol }) })}
    empty={
      <a className="btn main" href={hashOf({ at: 'patient', id: null })}>
        New patient
      </a>
    }
  />
);
