import { useState, type FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { PolicySettings } from '../../../bridge/people.ts';
import type { CallFailed } from '../../api.ts';
import { failureIn, useWrite } from '../../query.ts';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';

type Name = Exclude<keyof PolicySettings, 'secondFactor'>;
const FIELDS: readonly (readonly [Name, string, string])[] = [
  ['idleMinutes', 'A window locks after, minutes', '1 to 120'],
  ['freeTries', 'Wrong passwords without a wait', '1 to 5'],
  ['firstWaitSeconds', 'First wait, seconds', '5 to 60; doubles with each further wrong one'],
  ['longestWaitSeconds', 'Longest wait, seconds', '60 to 86400'],
  ['pinTries', 'Wrong PINs before only the password opens', '1 to 3'],
];
const ASKED: readonly { value: PolicySettings['secondFactor']; label: string }[] = [
  { value: 'nobody', label: 'not asked' },
  { value: 'supervisors', label: 'of supervisors' },
  { value: 'everybody', label: 'of everybody' },
];
const askedWords = (whom: string) => ASKED.find(({ value }) => value === whom)?.label ?? whom;

const typed = (settings: PolicySettings) => ({
  ...(Object.fromEntries(FIELDS.map(([name]) => [name, String(settings[name])])) as Record<Name, string>),
  secondFactor: settings.secondFactor,
});

/** A whole count as it is typed; anything else is refused by the host under the field's own name. */
const countOf = (text: string): number => (/^\d{1,6}$/.test(text) ? parseInt(text, 10) : Number.NaN);

export function PolicyForm({ known }: { known: Output<'policy.get'> }) {
  const {
    draft: form,
    setDraft: setForm,
    forget,
  } = useKeptDraft(`policy:${known.version}`, typed(known.settings));
  const [signing, setSigning] = useState(false);
  const signer = useSigner();
  const save = useWrite('policy.save', () => {
    forget();
    setSigning(false);
    say('The sign-in rules are changed.');
  });
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const changed: (readonly [string, string])[] = FIELDS.filter(
    ([name]) => form[name] !== String(known.settings[name]),
  ).map(([name, label]) => [label, `${known.settings[name]} → ${form[name]}`]);
  if (form.secondFactor !== known.settings.secondFactor)
    changed.push([
      'A second factor at sign-in',
      `${askedWords(known.settings.secondFactor)} → ${askedWords(form.secondFactor)}`,
    ]);
  // What is wrong with a field is said at the field, which the dialog hides.
  const backToField = ({ failure: f }: CallFailed) => f.code === 'invalid-input' && setSigning(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length > 0) setSigning(true);
  };
  const settings: PolicySettings = {
    ...(Object.fromEntries(FIELDS.map(([name]) => [name, countOf(form[name])])) as Record<Name, number>),
    secondFactor: form.secondFactor,
  };
  return (
    <form className="panel pad form site" onSubmit={send}>
      <p className="w12 note">
        Version {known.version}
        {known.version === 0 && ': the house rules, until somebody decides otherwise'}. Each change is signed
        and stands in the log.
      </p>
      {FIELDS.map(([name, label, hint], i) => (
        <TextField
          key={name}
          className="w6"
          label={label}
          name={name}
          value={form[name]}
          onChange={(value) => setForm({ ...form, [name]: value })}
          issues={issues.at(`settings.${name}`)}
          hint={hint}
          first={i === 0}
        />
      ))}
      <ChoiceField
        className="w12"
        label="A second factor at sign-in: a code of an app"
        name="secondFactor"
        value={form.secondFactor}
        options={ASKED}
        onChange={(value) =>
          setForm({ ...form, secondFactor: ASKED.find((a) => a.value === value)?.value ?? 'nobody' })
        }
        issues={issues.at('settings.secondFactor')}
      />
      <div className="w12">
        <button type="submit" className="btn main" disabled={changed.length === 0}>
          Change…
        </button>
      </div>
      {signing && (
        <SignDialog
          title="Change the sign-in rules"
          meaning="From now on these rules hold at every window of this pharmacy."
          facts={changed}
          signer={signer}
          act="Change"
          busy={save.isBlocked}
          failure={failure}
          onSign={(password) =>
            save.mutate({ expectedVersion: known.version, settings, password }, { onError: backToField })
          }
          onClose={() => setSigning(false)}
        />
      )}
    </form>
  );
}
