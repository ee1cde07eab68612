import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { WasteReason } from '../../../bridge/waste.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';
import { drugNames } from './components.ts';
import { useLook } from './look.ts';
import { movedIn } from './moved.tsx';

const REASONS: Readonly<Record<WasteReason, string>> = {
  'vial-rest': 'rest of an opened vial',
  residual: 'rest in line, syringe or container',
  'draw-error': 'drawn wrongly',
  contaminated: 'contaminated or in doubt',
  'not-used': 'prepared and not used',
  other: 'other: say it below',
};
const reasonOptions = Object.entries(REASONS).map(([value, label]) => ({ value, label }));
const SHOWN = ['lot', 'amount', 'reason', 'text', 'witness.username', 'witness.password'];

/** Opened drug that is wasted: how much, why, and the witness who saw it, signing at this window. */
export function WasteDialog({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const { status } = useSession();
  const signer = useSigner();
  const known = useRead('waste.list', { id: order.id });
  const lots = (order.preparation?.ingredients ?? []).filter((i) => i.role === 'drug').map((i) => i.lot);
  const {
    draft: form,
    set,
    fields,
  } = useDraft({ lot: lots[0] ?? '', amount: '', reason: '', text: '', username: '' });
  const [secret, setSecret] = useState('');
  const record = useWrite('waste.record', () => {
    say('The waste is recorded, with both signatures.');
    onClose();
  });
  const look = useLook('waste.record', order);
  const failure = failureIn(record);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const sign = (password: string) => {
    const { username, reason, text, ...rest } = form;
    record.mutate({
      ...rest,
      id: order.id,
      version: order.version,
      shown: look.seen.shown,
      reason: reason as WasteReason,
      text: text === '' ? null : text,
      password,
      witness: { username, password: secret },
    });
    setSecret('');
  };
  return (
    <SignDialog
      title="Record waste"
      meaning="We both saw this amount wasted so that nobody can use it."
      facts={[
        ['Order', `${order.number}, version ${order.version}`],
        ['Drug', drugNames(order.report)],
        ...(known.data ?? []).map(
          (w) =>
            [
              `Wasted ${instantWords(w.at, status.timeZone)}`,
              `${w.amount}, ${REASONS[w.reason]}, ${w.by}, witness ${w.witness}`,
            ] as const,
        ),
      ]}
      signer={signer}
      act="Record the waste"
      busy={record.isBlocked}
      failure={failure}
      shown={SHOWN}
      moved={movedIn(look)}
      onSign={sign}
      onClose={onClose}
    >
      <TextField label="How much, with its unit" {...field('amount')} placeholder="0.5 mL" first />
      <TextField label="Lot" name="lot" value={form.lot} onChange={set('lot')} issues={issues.at('lot')} />
      <PickField label="Why" {...field('reason')} none="choose" options={reasonOptions} />
      <AreaField label="In your words" {...field('text')} optional />
      <TextField
        label="Witness: user name or badge"
        {...field('username', 'witness.username')}
        name="witness.username"
        hint="another person, who neither compounded nor verified it"
      />
      <TextField
        label="Witness: password"
        name="witness.password"
        type="password"
        value={secret}
        onChange={setSecret}
        issues={issues.at('witness.password')}
      />
    </SignDialog>
  );
}
