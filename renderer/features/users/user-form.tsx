import type { FormEvent, KeyboardEvent } from 'react';
import type { Role } from '../../../bridge/permissions.ts';
import { failureIn, useWrite } from '../../query.ts';
import { PickField, TextField, TickField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigning } from '../../ui/signing.ts';
import { Problem } from '../../ui/states.tsx';
import { OneTimePassword } from './one-time.tsx';
import { roleOptions } from './roles.ts';

const SHOWN = ['name', 'credentials', 'licence', 'username', 'role', 'password'];

export function UserForm({ onClose }: { onClose: () => void }) {
  const {
    draft: form,
    set,
    fields,
    forget,
  } = useDraft(
    {
      name: '',
      credentials: '',
      licence: '',
      username: '',
      role: '',
      pharmacist: false,
    },
    'user:new',
  );
  const leave = () => {
    forget();
    onClose();
  };
  const sign = useSigning();
  const add = useWrite('user.add', () => {
    forget();
    sign.close();
  });
  const failure = failureIn(add);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const send = (event: FormEvent) => {
    event.preventDefault();
    sign.ask();
  };
  const save = (password: string) => {
    const role = form.role as Role;
    const licence = form.licence === '' ? null : form.licence;
    const pharmacist = role === 'pharmacist' || form.pharmacist;
    add.mutate({ ...form, role, licence, pharmacist, password }, sign.back);
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave();
  };
  if (add.data) return <OneTimePassword name={add.data.person.name} made={add.data} onClose={onClose} />;
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc anywhere in the form closes it */}
      <form className="panel pad form" onSubmit={send} onKeyDown={escape}>
        <h2 className="cap">New user</h2>
        <TextField className="w8" label="Name" {...field('name')} first />
        <TextField className="w4" label="Credentials" {...field('credentials')} placeholder="CPhT" />
        <PickField className="w6" label="Role" {...field('role')} none="choose" options={roleOptions} />
        <TextField className="w6" label="Licence" {...field('licence')} optional />
        {form.role === 'supervisor' && (
          <TickField
            className="w12"
            label="A licensed pharmacist: may verify, check and release"
            name="pharmacist"
            checked={form.pharmacist}
            onChange={set('pharmacist')}
          />
        )}
        <TextField className="w6" label="User name" {...field('username')} autoComplete="off" />
        <p className="w6 note">
          The first password is made when you sign. It is shown once, and good for one sign-in.
        </p>
        <div className="w12 stack">
          <Problem failure={failure} shown={SHOWN} />
          <span className="row">
            <button type="submit" className="btn main" disabled={add.isBlocked}>
              Add user…
            </button>
            <button type="button" className="btn" onClick={leave}>
              Cancel
            </button>
          </span>
        </div>
      </form>
      {sign.signing && (
        <SignDialog
          title="A new user"
          meaning="I give this person an account. What they do under it is theirs."
          facts={[
            ['Name', `${form.name}, ${form.credentials}`],
            ['User name', form.username],
            ['Role', form.role + (form.role === 'supervisor' && form.pharmacist ? ', pharmacist' : '')],
            ['Licence', form.licence === '' ? 'none entered' : form.licence],
          ]}
          signer={sign.signer}
          act="Add user"
          busy={add.isBlocked}
          failure={failure}
          onSign={save}
          onClose={sign.close}
        />
      )}
    </>
  );
}
