import type { Role } from '../../../bridge/permissions.ts';
import { failureIn, useWrite } from '../../query.ts';
import { AreaField, PickField, TextField, TickField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { roleOptions } from './roles.ts';
import { useSigner } from '../../ui/signing.ts';
import type { ActProps } from './user-acts.tsx';

const SHOWN = ['name', 'credentials', 'licence', 'role', 'reason'];

/** Name, credentials, licence and role. The user name stays: the log knows people by it. */
export function EditUser({ person, onClose }: ActProps) {
  const {
    draft: form,
    set,
    fields,
  } = useDraft({
    name: person.name,
    credentials: person.credentials,
    licence: person.licence ?? '',
    role: person.role as string,
    reason: '',
    pharmacist: person.pharmacist,
  });
  const save = useWrite('user.update', onClose);
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const sign = (password: string) => {
    const role = form.role as Role;
    save.mutate({
      id: person.id,
      name: form.name,
      credentials: form.credentials,
      licence: form.licence === '' ? null : form.licence,
      role,
      pharmacist: role === 'pharmacist' || (role === 'supervisor' && form.pharmacist),
      reason: form.reason,
      password,
    });
  };
  return (
    <SignDialog
      title="Name, licence, role"
      meaning="From now on this person is who and may do what stands here."
      facts={[['User name', person.username]]}
      signer={useSigner()}
      act="Change"
      busy={save.isBlocked}
      failure={failure}
      shown={SHOWN}
      onSign={sign}
      onClose={onClose}
    >
      <TextField label="Name" {...field('name')} first />
      <TextField label="Credentials" {...field('credentials')} />
      <TextField label="Licence" {...field('licence')} optional />
      <PickField label="Role" {...field('role')} options={roleOptions} />
      {form.role === 'supervisor' && (
        <TickField
          label="A licensed pharmacist: may verify, check and release"
          name="pharmacist"
          checked={form.pharmacist}
          onChange={set('pharmacist')}
        />
      )}
      <AreaField label="Reason" {...field('reason')} />
    </SignDialog>
  );
}
