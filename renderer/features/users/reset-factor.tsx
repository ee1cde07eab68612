import { failureIn, useWrite } from '../../query.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import type { ActProps } from './user-acts.tsx';

/** Somebody who has lost the app and the recovery codes: they set up another one at their next sign-in. */
export function ResetFactor({ person, onClose }: ActProps) {
  const reset = useWrite('user.reset-factor', onClose);
  return (
    <ReasonSignDialog
      title="Remove the second factor"
      meaning="I have seen this person. From now on the password alone signs them in, until they have set up another one."
      facts={[['Person', `${person.name}, ${person.credentials}`]]}
      act="Remove it"
      busy={reset.isBlocked}
      failure={failureIn(reset)}
      onSign={(signed) => reset.mutate({ id: person.id, ...signed })}
      onClose={onClose}
      danger
    />
  );
}
