import { useState, type ReactNode } from 'react';
import type { CallFailure } from '../api.ts';
import { AreaField } from './field.tsx';
import { FieldIssues } from './issues.ts';
import { SignDialog } from './sign-dialog.tsx';
import { useSigner } from './signing.ts';

interface Props {
  readonly title: string;
  readonly meaning: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly act: string;
  readonly busy: boolean;
  readonly failure: CallFailure | null;
  readonly onSign: (signed: { reason: string; password: string }) => void;
  readonly onClose: () => void;
  readonly danger?: boolean;
  readonly moved?: ReactNode;
}

/** A decision that the log keeps a reason for, under the password of whoever takes it. */
export function ReasonSignDialog({ onSign, failure, ...rest }: Props) {
  const [reason, setReason] = useState('');
  return (
    <SignDialog
      {...rest}
      signer={useSigner()}
      failure={failure}
      shown={['reason']}
      onSign={(password) => onSign({ reason, password })}
    >
      <AreaField
        label="Reason"
        name="reason"
        value={reason}
        onChange={setReason}
        issues={FieldIssues.of(failure).at('reason')}
      />
    </SignDialog>
  );
}
