import { useState, type FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { CallFailed } from '../../api.ts';
import { failureIn, useWrite } from '../../query.ts';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { Problem } from '../../ui/states.tsx';
import { useSigner } from '../../ui/signing.ts';

const SHOWN = ['folder', 'everyHours', 'keep', 'passphrase'];
const count = (text: string): number => (/^\d{1,4}$/.test(text) ? parseInt(text, 10) : Number.NaN);

/** Where, how often, how many, and the passphrase without which no backup is read again. */
export function SettingsForm({ known }: { known: Output<'backup.status'>['settings'] }) {
  const signer = useSigner();
  const {
    draft: form,
    set,
    fields,
  } = useDraft({
    folder: known?.folder ?? '',
    schedule: known?.everyHours === null ? 'hand' : 'clock',
    everyHours: String(known?.everyHours ?? 24),
    keep: String(known?.keep ?? 14),
    passphrase: '',
    again: '',
  });
  const [differs, setDiffers] = useState(false);
  const [signing, setSigning] = useState(false);
  const save = useWrite('backup.configure', () => {
    setSigning(false);
    say('The backups are set.');
  });
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(form.passphrase !== form.again);
    if (form.passphrase === form.again) setSigning(true);
  };
  // What is wrong with a field is said at the field, which the dialog hides.
  const backToField = ({ failure: f }: CallFailed) => f.code === 'invalid-input' && setSigning(false);
  const byClock = form.schedule === 'clock';
  return (
    <form className="panel pad stack" onSubmit={send}>
      <h2 className="cap">How they are made</h2>
      <TextField label="Folder" {...field('folder')} hint="on another disk than the data" />
      <ChoiceField
        label="When"
        name="schedule"
        value={form.schedule}
        onChange={set('schedule')}
        options={[
          { value: 'clock', label: 'by the clock' },
          { value: 'hand', label: 'by hand only' },
        ]}
      />
      {byClock && <TextField label="Every, hours" {...field('everyHours')} hint="1 to 168" />}
      <TextField label="Keep, newest" {...field('keep')} hint="1 to 365; older ones are removed" />
      <TextField
        label={known === null ? 'Passphrase' : 'New passphrase'}
        {...field('passphrase')}
        type="password"
        optional={known !== null}
        hint={
          known === null
            ? 'at least 12 characters; without it no backup can be read again'
            : 'empty: the one that is set stays'
        }
        autoComplete="new-password"
      />
      <TextField
        label="Passphrase again"
        name="passphrase-again"
        type="password"
        value={form.again}
        onChange={set('again')}
        issues={
          differs
            ? [
                {
                  path: 'again',
                  code: 'passphrases-differ',
                  given: null,
                  accepted: 'the same passphrase twice',
                },
              ]
            : []
        }
        autoComplete="new-password"
      />
      {!signing && <Problem failure={failure} shown={SHOWN} />}
      <button type="submit" className="btn main wide">
        {known === null ? 'Set up backups…' : 'Change…'}
      </button>
      {signing && (
        <SignDialog
          title="How backups are made"
          meaning="Backups are made like this from now on. The passphrase is known to those who must be able to restore."
          facts={[
            ['Folder', form.folder],
            ['When', byClock ? `every ${form.everyHours} h` : 'by hand only'],
            ['Keep', form.keep],
            ['Passphrase', form.passphrase === '' ? 'stays' : 'a new one'],
          ]}
          signer={signer}
          act="Set"
          busy={save.isBlocked}
          failure={failure}
          onSign={(password) =>
            save.mutate(
              {
                folder: form.folder,
                everyHours: byClock ? count(form.everyHours) : null,
                keep: count(form.keep),
                passphrase: form.passphrase === '' ? null : form.passphrase,
                password,
              },
              { onError: backToField },
            )
          }
          onClose={() => setSigning(false)}
        />
      )}
    </form>
  );
}
