import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { WasteReason } from '../../../bridge/waste.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';

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
  const { user, status } = useSession();
  const known = useRead('waste.list', { id: order.id });
  const lots = (order.preparation?.ingredients ?? []).filter((i) => i.role === 'drug').map((i) => i.lot);
  const [form, setForm] = useState({ lot: lots[0] ?? '', amount: '', reason: '', text: '', username: '' });
  const [secret, setSecret] = useState('');
  const record = useWrite('waste.record', () => {
    say('The waste is recorded, with both signatures.');
    onClose();
  });
  const failure = failureIn(record);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const sign = (password: string) => {
    const { username, reason, text, ...rest } = form;
    record.mutate({
      ...rest,
      id: order.id,
      version: order.version,
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
        ['Drug', order.report.drug.name],
        ...(known.data ?? []).map(
          (w) =>
            [
              `Wasted ${instantWords(w.at, status.timeZone)}`,
              `${w.amount}, ${REASONS[w.reason]}, ${w.by}, witness ${w.witness}`,
            ] as const,
        ),
      ]}
      signer={`${user.name}, ${user.credentials}`}
      act="Record the waste"
      busy={record.isPending}
      failure={failure}
      shown={SHOWN}
      onSign={sign}
      onClose={onClose}
    >
      <TextField
        label="How much, with its unit"
        name="amount"
        value={form.amount}
        onChange={set('amount')}
        issues={issues.at('amount')}
        placeholder="0.5 mL"
        first
      />
      <TextField label="Lot" name="lot" value={form.lot} onChange={set('lot')} issues={issues.at('lot')} />
      <PickField
        label="Why"
        name="reason"
        value={form.reason}
        onChange={set('reason')}
        none="choose"
        options={reasonOptions}
        issues={issues.at('reason')}
      />
      <AreaField
        label="In your words"
        name="text"
        optional
        value={form.text}
        onChange={set('text')}
        issues={issues.at('text')}
      />
      <TextField
        label="Witness: user name or badge"
        name="witness.username"
        value={form.username}
        onChange={set('username')}
        issues={issues.at('witness.username')}
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
