import { useState } from 'react';
import type { OrderNow } from '../../../bridge/order-now.ts';
import type { OrderView } from '../../../bridge/records.ts';
import type { Finding } from '../../../engine/checks/report.ts';
import { withMade } from './made-findings.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { Problem } from '../../ui/states.tsx';
import { BagDetail } from './bag-detail.tsx';
import { draftOf } from './draft.ts';
import type { Card } from './fields.ts';
import { FindingsPanel } from './findings-panel.tsx';
import { KnownNow } from './known-now.tsx';
import { LifeFooter } from './life-footer.tsx';
import { useFirstLook } from './look.ts';
import { nextAct } from './next-act.ts';
import { NextButton } from './next-button.tsx';
import { OrderDetail } from './order-detail.tsx';
import { OtherActs } from './other-acts.tsx';
import { OverTime } from './over-time.tsx';
import { PrintDetail } from './print-detail.tsx';
import { PumpDetail } from './pump-detail.tsx';
import { ReceiveDetail } from './receive-detail.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';
import { BlindDiffers } from './double-checks.tsx';
import { SafeChange } from './safe-change.tsx';
import { SignAct, type Signed } from './sign-act.tsx';
import { Stopped } from './stopped.tsx';
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

/** Findings of the order are answered before it is verified, those of its container before it is released. */
const RESOLVED_IN: readonly OrderView['state'][] = ['submitted', 'prepared', 'checked'];

interface Props {
  readonly order: OrderView;
  readonly now: OrderNow;
  readonly onChange: (() => void) | null;
}

export function OrderRead({ order, now, onChange }: Props) {
  const { user, status } = useSession();
  const mayVerify = useMay('order.verify');
  const [chosen, setChosen] = useState<{ state: OrderView['state']; card: Card } | null>(null);
  const open = chosen?.state === order.state ? chosen.card : (HAND[order.state] ?? 'order');
  const setOpen = (card: Card) => setChosen({ state: order.state, card });
  const [signing, setSigning] = useState<Signed | null>(null);
  const [resolving, setResolving] = useState<Finding | null>(null);
  const start = useWrite('preparation.start');
  const complete = useWrite('order.complete');
  useFirstLook(order);
  const next = nextAct(order, user, now);
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
        patient={now.patient}
        notice={
          <>
            <Stopped order={order} now={now} />
            <BlindDiffers order={order} />
            <KnownNow order={order} now={now} />
          </>
        }
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
            {open === 'order' && <OrderDetail order={order} now={now} />}
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
            {...withMade(order)}
            waiting={false}
            instead={null}
            onResolve={mayVerify && now.holds && RESOLVED_IN.includes(order.state) ? setResolving : null}
            safer={
              <SafeChange
                waiting={false}
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
          <LifeFooter state={order.state} steps={now.steps}>
            <Problem failure={failureIn(start) ?? failureIn(complete)} />
            <OtherActs order={order} onChange={onChange} onVoid={() => setSigning('void')} />
            {next && (
              <NextButton
                next={next}
                busy={start.isBlocked || complete.isBlocked}
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
      {signing !== null && (
        <SignAct
          order={order}
          signed={signing}
          onClose={() => setSigning(null)}
          onPapers={() => {
            setSigning(null);
            setOpen('print');
          }}
        />
      )}
      {resolving !== null && (
        <ResolveDialog order={order} finding={resolving} onClose={() => setResolving(null)} />
      )}
    </>
  );
}
