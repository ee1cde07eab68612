import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { Finding } from '../../../engine/report.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { Problem } from '../../ui/states.tsx';
import { BagDetail } from './bag-detail.tsx';
import { draftOf } from './draft.ts';
import type { Card } from './fields.ts';
import { FindingsPanel } from './findings-panel.tsx';
import { LifeFooter } from './life-footer.tsx';
import { nextAct } from './next-act.ts';
import { NextButton } from './next-button.tsx';
import { OrderDetail } from './order-detail.tsx';
import { OtherActs } from './other-acts.tsx';
import { OverTime } from './over-time.tsx';
import { PrintDetail } from './print-detail.tsx';
import { PumpDetail } from './pump-detail.tsx';
import { ReceiveDetail } from './receive-detail.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';
import { SafeChange } from './safe-change.tsx';
import { SignAct, type Signed } from './sign-act.tsx';
import { Workspace } from './workspace.tsx';

/** Which card is in hand at each step of the life. */
const HAND: Partial<Record<OrderView['state'], Card>> = {
  submitted: 'receive',
  verified: 'bag',
  preparing: 'bag',
  prepared: 'print',
  checked: 'print',
  released: 'print',
  completed: 'print',
};

export function OrderRead({ order, onChange }: { order: OrderView; onChange: (() => void) | null }) {
  const { user, status } = useSession();
  const mayVerify = useMay('order.verify');
  const [chosen, setChosen] = useState<{ state: OrderView['state']; card: Card } | null>(null);
  const open = chosen?.state === order.state ? chosen.card : (HAND[order.state] ?? 'order');
  const setOpen = (card: Card) => setChosen({ state: order.state, card });
  const [signing, setSigning] = useState<Signed | null>(null);
  const [resolving, setResolving] = useState<Finding | null>(null);
  const start = useWrite('preparation.start');
  const complete = useWrite('order.complete');
  const next = nextAct(order, user);
  const subject = { id: order.id, version: order.version };
  const act = () => {
    switch (next?.act) {
      case 'start':
        return start.mutate(subject);
      case 'complete':
        return complete.mutate(subject);
      case 'record':
        setOpen('bag');
        return setTimeout(
          () => document.querySelector<HTMLElement>('#preparation-record [name$=".lot"]')?.focus(),
          30,
        );
      case 'verify':
      case 'final-check':
      case 'release':
      case 'resume':
        return setSigning(next.act);
      default:
        return undefined;
    }
  };
  return (
    <>
      <Workspace
        patient={order.patient}
        draft={draftOf(order.content, order.prescriber.id, order.rx, status.timeZone)}
        drugName={order.report.drug.name}
        report={order.report}
        waiting={false}
        order={order}
        changed={false}
        open={open}
        onOpen={setOpen}
        refused={() => false}
        heading={
          <span>
            order <em>{order.number}</em> v{order.version} · Rx <em>{order.rx}</em>
          </span>
        }
        detail={
          <>
            {open === 'order' && <OrderDetail order={order} />}
            {open === 'bag' && (
              <BagDetail order={order} report={order.report} onRecorded={() => setOpen('print')} />
            )}
            {open === 'pump' && <PumpDetail report={order.report} />}
            {open === 'receive' && (
              <div className="detail-scroll">
                <ReceiveDetail report={order.report} written />
                <OverTime patientId={order.patient.id} content={order.content} orderId={order.id} />
              </div>
            )}
            {open === 'print' && <PrintDetail order={order} changed={false} />}
          </>
        }
        findings={
          <FindingsPanel
            report={order.report}
            order={order}
            waiting={false}
            instead={null}
            onResolve={mayVerify && order.state === 'submitted' ? setResolving : null}
            safer={
              <SafeChange
                patientId={order.patient.id}
                content={order.content}
                orderId={order.id}
                report={order.report}
                onApply={null}
              />
            }
          />
        }
        footer={
          <LifeFooter state={order.state}>
            <Problem failure={failureIn(start) ?? failureIn(complete)} />
            <OtherActs order={order} onChange={onChange} onVoid={() => setSigning('void')} />
            {next && (
              <NextButton
                next={next}
                busy={start.isPending || complete.isPending}
                onAct={act}
                form={
                  next.act === 'record' && next.blocked === null && open === 'bag'
                    ? 'preparation-record'
                    : undefined
                }
              />
            )}
          </LifeFooter>
        }
      />
      {signing !== null && <SignAct order={order} signed={signing} onClose={() => setSigning(null)} />}
      {resolving !== null && (
        <ResolveDialog order={order} finding={resolving} onClose={() => setResolving(null)} />
      )}
    </>
  );
}
