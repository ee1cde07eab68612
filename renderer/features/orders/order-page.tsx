import { useState } from 'react';
import type { OrderNow } from '../../../bridge/order-now.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { Answer, Problem } from '../../ui/states.tsx';
import { draftOf } from './draft.ts';
import { Editor } from './editor.tsx';
import { nextAct } from './next-act.ts';
import { NextButton } from './next-button.tsx';
import { SignAct } from './sign-act.tsx';
import { OrderRead } from './order-read.tsx';

export function OrderPage({ id }: { id: string }) {
  const order = useRead('order.get', { id });
  // The order shows what it was checked with; what its patient is like today, and what stands now, is asked besides.
  const now = useRead('order.now', { id });
  return (
    <Answer of={order} what="the order">
      {(known) => (
        <Answer of={now} what="what is known now">
          {(today) => <Loaded key={known.id} order={known} now={today} />}
        </Answer>
      )}
    </Answer>
  );
}

/** A draft opens for writing at once; everything later opens for reading, and is changed on purpose. */
function Loaded({ order, now }: { order: OrderView; now: OrderNow }) {
  const { status, user } = useSession();
  const mayDraft = useMay('order.draft');
  const mayVoid = useMay('order.verify');
  const [changing, setChanging] = useState(false);
  const [voiding, setVoiding] = useState(false);
  const submit = useWrite('order.submit');
  // What somebody else saves meanwhile takes nothing from under the hands of whoever types.
  const [held, setHeld] = useState(order);
  const writing = mayDraft && (held.state === 'draft' || changing);
  if (!writing && held !== order) setHeld(order);
  const next = nextAct(order, user, now);
  if (!writing)
    return (
      <OrderRead
        order={order}
        now={now}
        onChange={mayDraft && CHANGEABLE.includes(order.state) ? () => setChanging(true) : null}
      />
    );
  return (
    <Editor
      key={`${held.version} ${held.state}`}
      patient={now.patient}
      initial={draftOf(held.content, held.prescriber.id, held.rx, status.timeZone)}
      order={held}
      latest={order}
      onFollow={() => setHeld(order)}
      onSaved={(saved) => {
        setChanging(false);
        setHeld(saved);
      }}
      onCancel={() => setChanging(false)}
      {...(order.state === 'draft' && held.state === 'draft' && next
        ? {
            acts: (
              <>
                <Problem failure={failureIn(submit)} />
                {mayVoid && (
                  <button type="button" className="btn" onClick={() => setVoiding(true)}>
                    Void…
                  </button>
                )}
                <NextButton
                  next={next}
                  busy={submit.isBlocked}
                  onAct={() => submit.mutate({ id: order.id, version: order.version })}
                />
                {voiding && <SignAct order={order} signed="void" onClose={() => setVoiding(false)} />}
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
