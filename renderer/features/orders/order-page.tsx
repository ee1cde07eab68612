import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { draftOf } from './draft.ts';
import { Editor } from './editor.tsx';
import { nextAct } from './next-act.ts';
import { NextButton } from './next-button.tsx';
import { OrderRead } from './order-read.tsx';

export function OrderPage({ id }: { id: string }) {
  const order = useRead('order.get', { id });
  if (order.error && !order.data)
    return (
      <div className="page">
        <Problem failure={failureIn(order)} />
      </div>
    );
  if (!order.data) return <Waiting what="the order" />;
  return <Loaded order={order.data} />;
}

/** A draft opens for writing at once; everything later opens for reading, and is changed on purpose. */
function Loaded({ order }: { order: OrderView }) {
  const { status, user } = useSession();
  const mayDraft = useMay('order.draft');
  const [changing, setChanging] = useState(false);
  const submit = useWrite('order.submit');
  const writing = mayDraft && (order.state === 'draft' || changing);
  const next = nextAct(order, user);
  if (!writing)
    return (
      <OrderRead
        order={order}
        onChange={mayDraft && CHANGEABLE.includes(order.state) ? () => setChanging(true) : null}
      />
    );
  return (
    <Editor
      key={order.version}
      patient={order.patient}
      initial={draftOf(order.content, order.prescriber.id, order.rx, status.timeZone)}
      order={order}
      onSaved={() => setChanging(false)}
      onCancel={() => setChanging(false)}
      {...(order.state === 'draft' && next
        ? {
            acts: (
              <>
                <Problem failure={failureIn(submit)} />
                <NextButton
                  next={next}
                  busy={submit.isPending}
                  onAct={() => submit.mutate({ id: order.id, version: order.version })}
                />
              </>
            ),
          }
        : {})}
    />
  );
}

const CHANGEABLE: readonly OrderView['state'][] = [
  'submitted',
  'verified',
  'preparing',
  'prepared',
  'checked',
  'released',
  'on-hold',
];
