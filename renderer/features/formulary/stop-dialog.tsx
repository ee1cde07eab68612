import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { failureIn, useWrite } from '../../query.ts';
import { AreaField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';

/** Stops a drug, a product of it or a lot, at once and by one pharmacist: it blocks and does nothing else. */
export function StopDialog({ drug, name, onClose }: { drug: string; name: string; onClose: () => void }) {
  const client = useQueryClient();
  const signer = useSigner();
  const [ndc, setNdc] = useState('');
  const [lot, setLot] = useState('');
  const [reason, setReason] = useState('');
  const stop = useWrite('library.stop', () => {
    onClose();
    // Another rule set: everything that was answered under the last one is asked again.
    for (const asked of ['system.status', 'formulary.list', 'order.check', 'library.records'])
      void client.invalidateQueries({ queryKey: [asked] });
  });
  const failure = failureIn(stop);
  const issues = FieldIssues.of(failure);
  return (
    <SignDialog
      title="Stop it now"
      meaning="From this moment on nothing is verified or made of it. Two supervisors lift it again."
      facts={[['Drug', name]]}
      signer={signer}
      act="Stop"
      busy={stop.isBlocked}
      failure={failure}
      shown={['ndc', 'lot', 'reason', 'record.ndc', 'record.lot']}
      onSign={(password) =>
        stop.mutate({ drug, reason, ...(ndc !== '' && { ndc }), ...(lot !== '' && { lot }), password })
      }
      onClose={onClose}
    >
      <TextField
        label="NDC"
        name="ndc"
        value={ndc}
        onChange={setNdc}
        hint="eleven digits as 5-4-2; empty: every product"
        issues={issues.at('ndc')}
        optional
      />
      <TextField
        label="Lot"
        name="lot"
        value={lot}
        onChange={setLot}
        hint="empty: every lot"
        issues={issues.at('lot')}
        optional
      />
      <AreaField
        label="Reason"
        name="reason"
        value={reason}
        onChange={setReason}
        issues={issues.at('reason')}
      />
    </SignDialog>
  );
}
