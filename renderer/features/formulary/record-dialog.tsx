import { Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { CollectionView, RecordView } from '../../../bridge/library.ts';
import type { FormField } from '../../../engine/formulary/records/form.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantAt } from '../../ui/dates.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Answer, Problem } from '../../ui/states.tsx';
import { LimitRange } from './limit-range.tsx';
import { RecordField } from './record-fields.tsx';
import { empty, isMap, sent } from './record-form.ts';

interface Props {
  readonly collection: string;
  /** null: a new record */
  readonly id: string | null;
  /** what a new record begins with */
  readonly start?: Readonly<Record<string, unknown>>;
  readonly onClose: () => void;
}

/** Asks for a record of the library as it is to be. It is in force only when another person has approved it. */
export function RecordDialog({ collection, id, start = {}, onClose }: Props) {
  const collections = useRead('library.collections', {});
  const records = useRead('library.records', { collection });
  const of = collections.data?.find((c) => c.id === collection);
  const row = records.data?.find((r) => r.key === id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={id === null ? `Propose a new ${of?.one ?? 'record'}` : `Propose a change of ${id}`}
      size={640}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Answer of={records} what="the record">
        {() => of && <RecordFormOf of={of} row={row} start={start} onClose={onClose} />}
      </Answer>
    </Modal>
  );
}

function RecordFormOf({
  of,
  row,
  start,
  onClose,
}: {
  of: CollectionView;
  row: RecordView | undefined;
  start: Readonly<Record<string, unknown>>;
  onClose: () => void;
}) {
  const { status } = useSession();
  const form = of.form as FormField;
  const [record, setRecord] = useState<unknown>(() => {
    const made = empty(form);
    return row ? row.record : { ...(isMap(made) ? made : {}), ...start };
  });
  const [op, setOp] = useState<'put' | 'withdraw'>('put');
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const propose = useWrite('library.propose', () => {
    say('Proposed. It is not in force before another person has approved it.');
    onClose();
  });
  const failure = failureIn(propose);
  const issues = FieldIssues.of(failure);
  const at = (day: string) => (day === '' ? null : instantAt(day, '00:00', status.timeZone));
  const send = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate({
      collection: of.id,
      ...(row && { id: row.key }),
      op,
      ...(op === 'put' && { record: sent(form, record) }),
      reference,
      reason,
      from: at(from),
      until: at(until),
    });
  };
  const mayWithdraw = row !== undefined && !(of.staysPublished && row.isPublished);
  const parts = isMap(record) ? record : {};
  return (
    <form className="stack" onSubmit={send}>
      {row && <p>{row.says}</p>}
      {mayWithdraw && (
        <PickField
          label="What is proposed"
          name="op"
          value={op}
          onChange={(v) => setOp(v === 'withdraw' ? 'withdraw' : 'put')}
          options={[
            { value: 'put', label: 'a change' },
            { value: 'withdraw', label: `to withdraw this ${of.one}` },
          ]}
        />
      )}
      {op === 'put' &&
        Object.entries(form.properties ?? {}).map(([key, part], i) => (
          <RecordField
            key={key}
            form={part}
            path={key}
            value={parts[key]}
            onChange={(v) => setRecord({ ...parts, [key]: v })}
            issues={issues}
            required={form.required?.includes(key) ?? false}
            first={i === 0}
          />
        ))}
      {op === 'put' && of.id === 'limits' && <LimitRange record={record} before={row?.record} />}
      <TextField
        label="Where it stands"
        name="reference"
        value={reference}
        onChange={setReference}
        hint="document, edition and page"
        issues={issues.at('reference')}
      />
      <AreaField
        label="Reason"
        name="reason"
        value={reason}
        onChange={setReason}
        issues={issues.at('reason')}
      />
      <span className="row">
        <TextField
          label="In force from the day"
          name="from"
          value={from}
          onChange={setFrom}
          hint="YYYY-MM-DD, from its beginning here; empty: from the approval"
          issues={issues.at('from')}
        />
        <TextField
          label="Until the day"
          name="until"
          value={until}
          onChange={setUntil}
          hint="empty: until it is changed again"
          issues={issues.at('until')}
        />
      </span>
      <Problem
        failure={failure}
        shown={[
          'reference',
          'reason',
          'from',
          'until',
          ...Object.keys(form.properties ?? {}).flatMap((key) => issues.under(key).map((i) => i.path)),
        ]}
      />
      <span className="row end">
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="btn main" disabled={propose.isBlocked}>
          Propose
        </button>
      </span>
    </form>
  );
}
