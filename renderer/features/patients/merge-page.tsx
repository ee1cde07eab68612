import { failureIn, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { MergeForm } from './merge-form.tsx';
import { PatientPick } from './patient-pick.tsx';

/** Two records side by side: are they one person's? */
export function MergePage({ one, other }: { one: string; other: string | null }) {
  return other === null ? <ChooseOther one={one} /> : <Both one={one} other={other} />;
}

function ChooseOther({ one }: { one: string }) {
  const patient = useRead('patient.get', { id: one });
  const known = patient.data?.record;
  return (
    <div className="page">
      <header>
        <h1>Merge with another record</h1>
        {known && (
          <span className="note">
            <a href={hashOf({ at: 'patient', id: one })}>
              {known.family}, {known.given}
            </a>
            , born {known.birthDate}, record number {known.mrn}
          </span>
        )}
      </header>
      <section className="panel pad form">
        <PatientPick
          className="w6"
          label="The other record of this person"
          onPick={(id) => {
            if (id !== '' && id !== one) go({ at: 'merge', one, other: id });
          }}
        />
      </section>
    </div>
  );
}

function Both({ one, other }: { one: string; other: string }) {
  const both = useRead('patient.compare', { one, other });
  if (both.error && !both.data)
    return (
      <div className="page">
        <Problem failure={failureIn(both)} />
      </div>
    );
  if (!both.data) return <Waiting what="the two records" />;
  // Another version of either is another question.
  return <MergeForm key={`${both.data.one.version} ${both.data.other.version}`} both={both.data} />;
}
