import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { AdministrationView } from '../../../bridge/exposure.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { amount, amountText } from '../../ui/amount.ts';
import { instantAt, instantWords, today } from '../../ui/dates.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { Problem } from '../../ui/states.tsx';

const FIELDS = ['record.drug', 'record.amount', 'record.route', 'record.at'];
const fresh = (date: string) => ({ drug: '', dose: amount('mg'), route: '', date, time: '' });

/** The administration record: doses given outside the pumps. An entry stays; what was wrong is taken back by a new one. */
export function GivenDoses({ patientId }: { patientId: string }) {
  const { status } = useSession();
  const mayEnter = useMay('monitor');
  const client = useQueryClient();
  const entries = useRead('administration.list', { patientId });
  const {
    draft: typed,
    setDraft: setTyped,
    reset,
  } = useKeptDraft(`given:${patientId}`, () => fresh(today(status.timeZone)));
  const [wrong, setWrong] = useState<AdministrationView | null>(null);
  const add = useWrite('administration.add', () => {
    reset();
    setWrong(null);
    // what was given changes what a check says
    void client.invalidateQueries({ queryKey: ['order.check'] });
  });
  const failure = wrong === null ? failureIn(add) : null;
  const issues = FieldIssues.of(failure);
  const set = (key: 'drug' | 'route' | 'date' | 'time') => (value: string) =>
    setTyped({ ...typed, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const record = {
      drug: typed.drug,
      amount: amountText(typed.dose),
      route: typed.route,
      at: instantAt(typed.date, typed.time, status.timeZone),
    };
    add.mutate({ patientId, record, corrects: null, reason: null });
  };
  return (
    <section className="below over-time" aria-label="Given besides">
      <h2 className="cap">Given besides the orders</h2>
      <Problem failure={failureIn(entries)} />
      {entries.data?.length === 0 && <p className="note">Nothing is recorded.</p>}
      <ul className="plain-list">
        {entries.data?.map((e) => (
          <li key={e.id} className={e.correctedBy === null ? '' : 'note'}>
            {e.record === null ? (
              <>Taken back: {e.reason}</>
            ) : (
              <>
                <span className="strong">
                  {e.record.drug} {e.record.amount}
                </span>{' '}
                {e.record.route}, {instantWords(e.record.at, status.timeZone)}
              </>
            )}{' '}
            <span className="note">
              {e.by}
              {e.correctedBy !== null && ', taken back'}
            </span>{' '}
            {mayEnter && e.record !== null && e.correctedBy === null && (
              <button type="button" className="btn" onClick={() => setWrong(e)}>
                Not given…
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayEnter && (
        <form className="given-fields" onSubmit={send}>
          <TextField
            label="Drug given"
            name="record.drug"
            value={typed.drug}
            onChange={set('drug')}
            issues={issues.at('drug')}
          />
          <QuantityField
            label="Amount given"
            name="record.amount"
            units={['mg', 'mcg']}
            value={typed.dose}
            onChange={(dose) => setTyped({ ...typed, dose })}
            issues={issues.at('amount')}
          />
          <TextField
            label="By which route"
            name="record.route"
            value={typed.route}
            onChange={set('route')}
            issues={issues.at('route')}
          />
          <TextField
            label="Given on"
            name="record.date"
            mono
            value={typed.date}
            onChange={set('date')}
            issues={issues.at('at')}
          />
          <TextField label="Given at" name="record.time" mono value={typed.time} onChange={set('time')} />
          <button type="submit" className="btn" disabled={add.isBlocked}>
            Record dose
          </button>
        </form>
      )}
      <Problem failure={failure} shown={FIELDS} />
      {wrong?.record && (
        <ReasonDialog
          title="This dose was not given"
          about={`${wrong.record.drug} ${wrong.record.amount} ${wrong.record.route} stays in the record and no longer counts.`}
          act="Take back"
          busy={add.isBlocked}
          failure={failureIn(add)}
          onGive={(reason) => add.mutate({ patientId, record: null, corrects: wrong.id, reason })}
          onClose={() => setWrong(null)}
        />
      )}
    </section>
  );
}
