import type { FormEvent } from 'react';
import { failureIn, useWrite } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';
import { AreaField, ChoiceField, TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { KeptTyping } from '../../ui/kept-typing.tsx';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { Conditions } from './conditions.tsx';
import { AllergyRows, MedicineRows } from './lists.tsx';
import { LabelPapers } from './label-papers.tsx';
import { useNames } from './names.ts';
import { MeasuredFields } from './measured-fields.tsx';
import { recordOf, type PatientDraft } from './patient-draft.ts';
import { Merged, type Merges } from './merged.tsx';
import { PersonQuestion } from './person-question.tsx';
import { WeightQuestion } from './weight-question.tsx';

const SEX = [
  { value: 'female', label: 'female' },
  { value: 'male', label: 'male' },
];
const STATUS = [
  { value: 'naive', label: 'naive' },
  { value: 'tolerant', label: 'tolerant' },
  { value: 'unknown', label: 'unknown' },
];
const SHOWN = [
  'family',
  'given',
  'mrn',
  'phone',
  'birthDate',
  'sex',
  'opioidStatus',
  'opioidEvidence',
  'baselineMme',
  'weight.value',
  'weight.on',
  'height.value',
  'height.on',
  'creatinine.value',
  'creatinine.on',
  'qtc.value',
  'qtc.on',
  'lastLocalAnaesthetic',
];

const shownOf = ({ allergies, medicines }: PatientDraft): string[] => [
  ...SHOWN,
  ...allergies.flatMap((_, i) => ['substance', 'reaction'].map((key) => `allergies.${i}.${key}`)),
  ...medicines.flatMap((_, i) => ['name', 'dailyMme', 'stopped'].map((key) => `medicines.${i}.${key}`)),
];

export function PatientForm({
  id,
  version,
  initial,
  merges,
}: {
  id: string | null;
  version: number | null;
  initial: PatientDraft;
  merges?: Merges;
}) {
  const gone = (merges?.wentTo ?? null) !== null;
  const zone = useSession().status.timeZone;
  const mayDraft = useMay('order.draft') && !gone;
  const { draft, setDraft, forget, reset, keptSince } = useKeptDraft(
    `patient:${id ?? 'new'}:${version ?? 0}`,
    initial,
  );
  const save = useWrite('patient.save', (saved) => {
    forget();
    say(`Saved as version ${saved.version}`);
    if (id === null) go({ at: 'patient', id: saved.id });
  });
  const names = useNames([
    ...draft.allergies.flatMap((a) => [a.substance, a.means?.as ?? '']),
    ...draft.medicines.flatMap((m) => [m.name, m.means?.as ?? '']),
  ]);
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const set =
    <K extends keyof PatientDraft>(key: K) =>
    (value: PatientDraft[K]) =>
      setDraft((d) => ({ ...d, [key]: value }));
  const send = (d: PatientDraft, besides?: string[]) =>
    save.mutate({ id, expectedVersion: version, record: recordOf(d, zone), ...(besides && { besides }) });
  const known = issues.has('same-name-and-birth-date') ?? issues.has('mrn-looks-alike');
  const question = issues.has('weight-looks-like-pounds') ?? issues.has('weight-implausible');
  const dirty = JSON.stringify(draft) !== JSON.stringify(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(draft);
  };
  return (
    <form className="page" onSubmit={submit} noValidate>
      <header>
        <h1>{id === null ? 'New patient' : `${initial.family}, ${initial.given}`}</h1>
        {version !== null && <span className="note">version {version}</span>}
        <span className="grow" />
        {id !== null && mayDraft && (
          <a className="btn" href={hashOf({ at: 'merge', one: id, other: null })}>
            Merge with another record…
          </a>
        )}
        {id !== null && mayDraft && (
          <a className="btn" href={hashOf({ at: 'new-order', patientId: id })}>
            New order
          </a>
        )}
        {mayDraft && dirty && (
          <button type="button" className="btn" onClick={reset}>
            Discard
          </button>
        )}
        {mayDraft && (
          <button type="submit" className="btn main" disabled={save.isBlocked || (id !== null && !dirty)}>
            Save
          </button>
        )}
      </header>
      {merges && <Merged merges={merges} />}
      {mayDraft && dirty && keptSince !== null && (
        <KeptTyping of="patient" stored={id !== null} at={keptSince} onEmpty={reset} />
      )}
      {known && (
        <PersonQuestion
          id={id}
          record={recordOf(draft, zone)}
          onAnother={(besides) => send(draft, besides)}
        />
      )}
      {failure && !question && !known && <Problem failure={failure} shown={shownOf(draft)} />}
      {question && (
        <WeightQuestion
          issue={question}
          draft={draft}
          onAnswer={(next) => {
            setDraft(next);
            send(next);
          }}
        />
      )}
      <div className="fill" {...(gone && { tabIndex: 0, role: 'group', 'aria-label': 'The record' })}>
        <fieldset className="patient-grid" disabled={gone}>
          <section className="panel pad form">
            <h2 className="cap">Who</h2>
            <TextField
              className="w6"
              label="Family name"
              name="family"
              value={draft.family}
              onChange={set('family')}
              issues={issues.at('family')}
              first={id === null}
            />
            <TextField
              className="w6"
              label="Given name"
              name="given"
              value={draft.given}
              onChange={set('given')}
              issues={issues.at('given')}
            />
            <TextField
              className="w4"
              label="Born"
              name="birthDate"
              value={draft.birthDate}
              onChange={set('birthDate')}
              issues={issues.at('birthDate')}
              placeholder="YYYY-MM-DD"
            />
            <ChoiceField
              className="w4"
              label="Sex"
              name="sex"
              value={draft.sex}
              onChange={set('sex')}
              options={SEX}
              issues={issues.at('sex')}
            />
            <TextField
              className="w4"
              label="Record number"
              name="mrn"
              value={draft.mrn}
              onChange={set('mrn')}
              issues={issues.at('mrn')}
            />
            <TextField
              className="w6"
              label="Phone"
              name="phone"
              optional
              value={draft.phone}
              onChange={set('phone')}
              issues={issues.at('phone')}
            />
            <LabelPapers draft={draft} />
            <h2 className="cap">Measured, each with its date</h2>
            <MeasuredFields
              label="Weight"
              name="weight"
              units={['kg', 'lb']}
              value={draft.weight}
              onChange={(weight) => set('weight')({ ...weight, confirmed: false })}
              issues={issues}
            />
            <MeasuredFields
              label="Height"
              name="height"
              units={['cm', 'in']}
              value={draft.height}
              onChange={set('height')}
              issues={issues}
            />
            <MeasuredFields
              label="Creatinine"
              name="creatinine"
              units={['mg/dL', 'mcmol/L']}
              value={draft.creatinine}
              onChange={(creatinine) => set('creatinine')({ ...creatinine, confirmed: false })}
              issues={issues}
            />
            {(issues.at('creatinine.value').some((i) => i.code.startsWith('creatinine-')) ||
              draft.creatinine.confirmed) && (
              <TickField
                className="w12"
                label="creatinine asked about, and it stands"
                name="creatinine.confirmed"
                checked={draft.creatinine.confirmed}
                onChange={(confirmed) => set('creatinine')({ ...draft.creatinine, confirmed })}
              />
            )}
            <MeasuredFields
              label="QTc"
              name="qtc"
              units={['ms']}
              value={draft.qtc}
              onChange={set('qtc')}
              issues={issues}
            />
            <TextField
              className="w12"
              label="Last local anaesthetic"
              name="lastLocalAnaesthetic"
              optional
              value={draft.lastLocalAnaesthetic}
              onChange={set('lastLocalAnaesthetic')}
              issues={issues.at('lastLocalAnaesthetic')}
              placeholder="none, or YYYY-MM-DD HH:mm"
            />
            <h2 className="cap">Opioids</h2>
            <ChoiceField
              className="w6"
              label="Opioid status"
              name="opioidStatus"
              value={draft.opioidStatus}
              onChange={set('opioidStatus')}
              options={STATUS}
              issues={issues.at('opioidStatus')}
            />
            <AreaField
              className="w12"
              label="Evidence of tolerance"
              name="opioidEvidence"
              optional={draft.opioidStatus !== 'tolerant'}
              value={draft.opioidEvidence}
              onChange={set('opioidEvidence')}
              issues={issues.at('opioidEvidence')}
              hint="drug, dose and dates over at least 7 days"
            />
            <TextField
              className="w6"
              label="Baseline, oral MME a day"
              name="baselineMme"
              optional
              value={draft.baselineMme}
              onChange={set('baselineMme')}
              issues={issues.at('baselineMme')}
            />
          </section>
          <div className="stack">
            <section className="panel pad stack">
              <h2 className="cap">Allergies</h2>
              <AllergyRows
                value={draft.allergies}
                none={draft.noKnownAllergies}
                onChange={(allergies, noKnownAllergies) =>
                  setDraft((d) => ({ ...d, allergies, noKnownAllergies }))
                }
                issues={issues}
                names={names}
              />
            </section>
            <section className="panel pad stack">
              <h2 className="cap">Medicines</h2>
              <MedicineRows
                value={draft.medicines}
                none={draft.noHomeMedicines}
                onChange={(medicines, noHomeMedicines) =>
                  setDraft((d) => ({ ...d, medicines, noHomeMedicines }))
                }
                issues={issues}
                names={names}
              />
            </section>
            <section className="panel pad stack">
              <h2 className="cap">Conditions</h2>
              <Conditions
                value={draft.conditions}
                none={draft.noKnownConditions}
                onChange={(conditions, noKnownConditions) =>
                  setDraft((d) => ({ ...d, conditions, noKnownConditions }))
                }
              />
            </section>
          </div>
        </fieldset>
      </div>
    </form>
  );
}
