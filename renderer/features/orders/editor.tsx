import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Input } from '../../../bridge/contract.ts';
import type { OrderView, PatientRecord } from '../../../bridge/records.ts';
import type { CallFailure } from '../../api.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { FieldOrigins, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { refusalWords } from '../../../words/refusal.ts';
import { BagForm } from './bag-form.tsx';
import { withSettings } from '../../../engine/explain/edit.ts';
import { contentOf, draftOf, type OrderDraft } from './draft.ts';
import { cardOf, fieldPaths, missingFields, type Card } from './fields.ts';
import { FindingsPanel } from './findings-panel.tsx';
import { LifeFooter } from './life-footer.tsx';
import { OrderForm } from './order-form.tsx';
import { OverTime } from './over-time.tsx';
import { PrintDetail } from './print-detail.tsx';
import { PumpDetail } from './pump-detail.tsx';
import { PumpForm } from './pump-form.tsx';
import { ExposureBelow, ReceiveDetail } from './receive-detail.tsx';
import { RefusedInput } from './refused-input.tsx';
import { SafeChange } from './safe-change.tsx';
import { StartFrom } from './start-from.tsx';
import { originsOf, type Started } from './started.ts';
import { askedAgain, NOTHING_SAID } from './asked-again.ts';
import { StartedLine } from './started-line.tsx';
import { focusField, useOrderKeys } from './use-order-keys.ts';
import { StillNeeded } from './still-needed.tsx';
import { ChangedMeanwhile } from './changed-meanwhile.tsx';
import { keepDraft, useKeptDraft } from '../../ui/kept-draft.ts';
import { KeptTyping } from '../../ui/kept-typing.tsx';
import { useOrderCheck } from './use-order-check.ts';
import { Workspace } from './workspace.tsx';

interface Props {
  readonly patient: { readonly id: string; readonly record: PatientRecord };
  readonly initial: OrderDraft;
  /** the saved order that is changed; null for a new one */
  readonly order: OrderView | null;
  /** what a new order was started with; null: an empty form */
  readonly started?: Started | null;
  /** the same order as it is by now, whoever changed it, and the way to go on from there */
  readonly latest?: OrderView;
  readonly onFollow?: () => void;
  readonly onSaved: (order: OrderView) => void;
  readonly onCancel: () => void;
  readonly acts?: React.ReactNode;
}

/** An order while it is written: each keystroke is checked, nothing is repaired, nothing that was typed is lost. */
export function Editor({
  patient,
  initial,
  order,
  started = null,
  onSaved,
  onCancel,
  acts,
  latest,
  onFollow,
}: Props) {
  const { status } = useSession();
  const client = useQueryClient();
  const { draft, setDraft, forget, reset, keptSince } = useKeptDraft(
    order === null
      ? [`new:${patient.id}`, started?.from, initial.protocol].filter(Boolean).join(':')
      : `${order.id}:${order.version}`,
    initial,
  );
  const again = useKeptDraft(started?.from === 'last' ? `again:${patient.id}` : null, NOTHING_SAID);
  const [open, setOpen] = useState<Card>(() => (started && missingFields(draft)[0]?.card) ?? 'order');
  const [reason, setReason] = useState('');
  const formulary = useRead('formulary.list', {});
  const prescribers = useRead('prescriber.list', {});
  const live = useOrderCheck(patient.id, draft, status.timeZone, true, order?.id ?? null);
  const save = useWrite('order.save', (saved) => {
    forget();
    again.forget();
    onSaved(saved);
  });
  const failed = failureIn(save);
  const typed = JSON.stringify(draft) !== JSON.stringify(initial);
  const moved =
    latest && order && (latest.version !== order.version || latest.state !== order.state) ? latest : null;
  const follows = latest !== undefined && latest !== order && (moved === null || !typed) && !save.isPending;
  useEffect(() => {
    if (follows) onFollow?.();
  });
  const missing = missingFields(draft);
  const todo = [
    ...missing.map(({ card, path }) => ({
      card,
      name: path === 'sessions.start' && draft.startDate !== '' ? 'sessions.time' : path,
    })),
    ...(draft.prescriberId === '' ? [{ card: 'order' as const, name: 'prescriberId' }] : []),
    ...(draft.rx === '' ? [{ card: 'order' as const, name: 'rx' }] : []),
  ];
  useOrderKeys(todo, setOpen);
  const begins = useEffectEvent(() => {
    if (started !== null && todo[0]) focusField(todo[0].name);
  });
  const isReady = formulary.data !== undefined && prescribers.data !== undefined;
  useEffect(() => {
    if (isReady) begins();
  }, [isReady]);
  if (!formulary.data || !prescribers.data)
    return formulary.error ? (
      <div className="page">
        <Problem failure={failureIn(formulary)} />
      </div>
    ) : (
      <Waiting what="the formulary" />
    );

  const needsReason = order !== null && order.state !== 'draft';
  const input = {
    id: order?.id ?? null,
    expectedVersion: order?.version ?? null,
    patientId: patient.id,
    prescriberId: draft.prescriberId,
    rx: draft.rx,
    content: contentOf(draft, status.timeZone),
    reason: needsReason ? reason : null,
  };
  const saveIssues = FieldIssues.of(failed)
    .unchanged(flat(save.variables), flat(input))
    .besides([])
    .filter((i) => live.issues.at(i.path).length === 0);
  const issues = new FieldIssues(live.issues.besides([]), saveIssues);
  const dirty = order === null || typed;
  // The record went into another one: saved again as it is, the order is of the one that stays.
  const moves = order !== null && order.recordNow !== order.patient.id;
  const savable = dirty || moves;
  const drug = formulary.data.drugs.find((d) => d.id === draft.drug);
  const form = { draft, onChange: setDraft, issues, formulary: formulary.data };
  const left = [
    ...(started?.from === 'last' ? askedAgain(again.draft, patient.record) : []),
    ...(draft.prescriberId === '' ? ['prescriber'] : []),
    ...(draft.rx === '' ? ['Rx number'] : []),
    ...(needsReason && savable && reason === '' ? ['reason'] : []),
  ];
  const blocked =
    moved !== null
      ? 'changed meanwhile'
      : missing.length > 0
        ? `${missing.length} ${missing.length === 1 ? 'field' : 'fields'} left`
        : issues.count > 0
          ? `${issues.count} refused`
          : left.length > 0
            ? `${left.join(', ')} left`
            : savable
              ? null
              : 'nothing changed';
  const send = () =>
    save.mutate(input, { onError: ({ failure }) => setOpen(cardOfRefusal(failure) ?? open) });
  const elsewhere = issues.besides(fieldPaths(draft));
  const instead =
    missing.length > 0 ? (
      <StillNeeded missing={missing} onOpen={setOpen} />
    ) : issues.count > 0 ? (
      <RefusedInput issues={issues} onOpen={setOpen} />
    ) : live.failure ? (
      <Problem failure={live.failure} />
    ) : (
      <p className="note pad">Checking…</p>
    );
  return (
    <Workspace
      patient={patient}
      draft={draft}
      drugName={drug?.name ?? ''}
      report={live.report}
      waiting={live.waiting}
      order={order}
      changed={dirty}
      open={open}
      onOpen={setOpen}
      refused={(card) => issues.besides([]).some((i) => cardOf(i.path) === card)}
      heading={
        <span>
          {order === null ? (
            <em>new order</em>
          ) : (
            <>
              order <em>{order.number}</em> v{order.version}
              {dirty && (
                <>
                  {' '}
                  · <span className="stale">changed, not saved</span>
                </>
              )}
            </>
          )}
        </span>
      }
      notice={
        moved !== null && typed ? (
          <ChangedMeanwhile
            latest={moved}
            base={initial}
            kept={draftOf(moved.content, moved.prescriber.id, moved.rx, status.timeZone)}
            typed={draft}
            nameOf={(id) => prescribers.data.find((p) => p.id === id)?.record.name ?? id}
            onBoth={(both) => {
              forget();
              keepDraft(client, `${moved.id}:${moved.version}`, both);
              onFollow?.();
            }}
            onTheirs={() => {
              forget();
              onFollow?.();
            }}
          />
        ) : (
          order === null && (
            <>
              {keptSince !== null && typed && (
                <KeptTyping
                  of="order"
                  at={keptSince}
                  onEmpty={() => {
                    reset();
                    setOpen('order');
                  }}
                />
              )}
              {started !== null ? (
                <StartedLine
                  {...{ started, patient, draft }}
                  first={initial}
                  said={again.draft}
                  onSay={again.setDraft}
                />
              ) : (
                !typed && <StartFrom patient={patient} />
              )}
            </>
          )
        )
      }
      detail={
        <FieldOrigins value={originsOf(started, initial, draft)}>
          <div className="detail-scroll">
            {moves && (
              <p className="question">
                <span>
                  <b>This patient’s record went into another one.</b> Save the order again: it is then of{' '}
                  <a href={hashOf({ at: 'patient', id: order.recordNow })}>the record that stays</a>, and
                  checked against it.
                </span>
              </p>
            )}
            {elsewhere.length > 0 && (
              <div className="problem" role="alert">
                {elsewhere.map((i) => (
                  <div key={`${i.path}${i.code}`}>
                    <b>{i.path.replaceAll('.', ' › ')}</b> {refusalWords(i)}
                  </div>
                ))}
              </div>
            )}
            {open === 'order' && (
              <>
                <OrderForm {...form} prescribers={prescribers.data} patient={patient.record} />
                <ExposureBelow report={live.report} />
              </>
            )}
            {open === 'bag' && (
              <>
                <BagForm {...form} />
                <ExposureBelow report={live.report} />
              </>
            )}
            {open === 'pump' && (
              <>
                <PumpForm {...form} />
                <PumpDetail report={live.report} />
              </>
            )}
            {open === 'receive' && (
              <>
                <ReceiveDetail report={live.report} written />
                {live.report && (
                  <OverTime
                    patientId={patient.id}
                    content={contentOf(draft, status.timeZone)}
                    orderId={order?.id ?? null}
                  />
                )}
              </>
            )}
            {open === 'print' && <PrintDetail order={order} changed={dirty} />}
          </div>
        </FieldOrigins>
      }
      findings={
        <FindingsPanel
          report={live.report}
          order={null}
          waiting={live.waiting}
          instead={instead}
          onResolve={null}
          safer={
            <SafeChange
              waiting={live.waiting}
              patientId={patient.id}
              content={contentOf(draft, status.timeZone)}
              orderId={order?.id ?? null}
              report={live.report}
              onApply={(settings) =>
                setDraft((d) =>
                  draftOf(
                    withSettings(contentOf(d, status.timeZone), settings),
                    d.prescriberId,
                    d.rx,
                    status.timeZone,
                  ),
                )
              }
            />
          }
        />
      }
      footer={
        <LifeFooter state={order?.state ?? 'new'}>
          {failed && failed.code !== 'invalid-input' && failed.code !== 'refused' && (
            <Problem failure={failed} />
          )}
          {needsReason && savable && (
            <div className="inline-reason">
              <TextField
                label="Reason for the change"
                name="reason"
                value={reason}
                onChange={setReason}
                issues={issues.at('reason')}
              />
            </div>
          )}
          {(order === null || dirty || needsReason) && (
            <button
              type="button"
              className="btn"
              onClick={() => {
                reset();
                onCancel();
              }}
            >
              Cancel
            </button>
          )}
          {savable || acts === undefined ? (
            <button
              type="button"
              className="btn main"
              data-save
              disabled={blocked !== null || save.isBlocked}
              onClick={send}
            >
              {blocked === null ? 'Save draft' : `Save draft: ${blocked}`}
            </button>
          ) : (
            acts
          )}
        </LifeFooter>
      }
    />
  );
}

/** By the paths that refusals have once they are at a field. */
const flat = (i: Input<'order.save'> | undefined) => i && { ...i, ...i.content };

/** The card of the first refused field; what is saved beside the order stands on its first card. */
function cardOfRefusal(failure: CallFailure): Card | null {
  const first = FieldIssues.of(failure).besides([])[0];
  return first === undefined ? null : (cardOf(first.path) ?? 'order');
}
