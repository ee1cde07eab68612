import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { RuleView } from '../../../bridge/library.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantAt } from '../../ui/dates.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { limitWords } from './rule-words.ts';

type Severity = RuleView['rule']['severity'];
const SEVERITIES: readonly Severity[] = ['info', 'soft', 'hard', 'absolute'];

/** Asks for a stricter rule. It is in force only when a supervisor, another person, has approved it. */
export function ProposeDialog({
  rule: { rule, published },
  onClose,
}: {
  rule: RuleView;
  onClose: () => void;
}) {
  const isYesNo = rule.comparator === 'predicate';
  const [amount, setAmount] = useState(rule.amount);
  const [severity, setSeverity] = useState<string>(rule.severity);
  const [from, setFrom] = useState('');
  const [reason, setReason] = useState('');
  const { status } = useSession();
  const propose = useWrite('library.propose', () => {
    say('Proposed. It is not in force before another person has approved it.');
    onClose();
  });
  const failure = failureIn(propose);
  const issues = FieldIssues.of(failure);
  const send = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate({
      rule: rule.id,
      // what stays as published is not typed again: it may be a ratio, such as 1/7
      amount: isYesNo || amount === published.amount ? null : amount,
      severity: severity as Severity,
      from: from === '' ? null : instantAt(from, '00:00', status.timeZone),
      reason,
    });
  };
  // What is laxer than published is refused; it is not even offered.
  const least = SEVERITIES.indexOf(published.severity);
  return (
    <Modal
      opened
      onClose={onClose}
      title="Propose a stricter rule"
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <p>{published.message}</p>
        <p className="note">
          Published: {limitWords({ ...rule, amount: published.amount })}, {published.severity}. A pharmacy may
          make a rule stricter, never laxer than that.
        </p>
        {!isYesNo && (
          <TextField
            label={`Limit, in ${rule.unit}`}
            name="amount"
            value={amount}
            onChange={setAmount}
            issues={issues.at('amount')}
            first
          />
        )}
        <PickField
          label="Severity"
          name="severity"
          value={severity}
          onChange={setSeverity}
          options={SEVERITIES.slice(least).map((value) => ({ value, label: value }))}
          issues={issues.at('severity')}
        />
        <TextField
          label="In force from the day"
          name="from"
          value={from}
          onChange={setFrom}
          hint="YYYY-MM-DD, from its beginning here; empty: from the approval"
          issues={issues.at('from')}
        />
        <AreaField
          label="Reason"
          name="reason"
          value={reason}
          onChange={setReason}
          issues={issues.at('reason')}
        />
        <Problem failure={failure} shown={['amount', 'severity', 'from', 'reason']} />
        <span className="row end">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={propose.isPending}>
            Propose
          </button>
        </span>
      </form>
    </Modal>
  );
}
