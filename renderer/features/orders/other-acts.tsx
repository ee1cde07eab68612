import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useMay } from '../../session.ts';
import { useSilence } from '../../site-silent.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { strengths } from './components.ts';
import { useLook } from './look.ts';
import { movedIn } from './moved.tsx';
import { WasteDialog } from './waste-dialog.tsx';

interface Props {
  readonly order: OrderView;
  readonly onChange: (() => void) | null;
  readonly onVoid: () => void;
}

const ENDED: readonly OrderView['state'][] = ['completed', 'discontinued', 'void'];

/** Acts beside the next one: change, hold, discontinue, void. */
export function OtherActs({ order, onChange, onVoid }: Props) {
  const mayVerify = useMay('order.verify');
  const mayWaste = useMay('prepare');
  const [asking, setAsking] = useState<'hold' | 'discontinue' | null>(null);
  // As the next act beside them: nothing that they lead to can be done while no answer comes.
  const isGone = useSilence() !== null;
  const [wasting, setWasting] = useState(false);
  const close = () => setAsking(null);
  const waste = mayWaste && order.preparation !== null && (
    <>
      <button type="button" className="btn" disabled={isGone} onClick={() => setWasting(true)}>
        Waste…
      </button>
      {wasting && <WasteDialog order={order} onClose={() => setWasting(false)} />}
    </>
  );
  if (ENDED.includes(order.state) || (!mayVerify && onChange === null)) return waste || null;
  return (
    <>
      {waste}
      {onChange && (
        <button type="button" className="btn" disabled={isGone} onClick={onChange}>
          Change order
        </button>
      )}
      {mayVerify && (
        <Menu position="top-end" width={190} withinPortal returnFocus transitionProps={{ duration: 60 }}>
          <Menu.Target>
            <button type="button" className="btn" aria-label="More acts" disabled={isGone}>
              More ▴
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {order.state !== 'on-hold' && <Menu.Item onClick={() => setAsking('hold')}>Hold…</Menu.Item>}
            <Menu.Item onClick={() => setAsking('discontinue')}>Discontinue…</Menu.Item>
            <Menu.Item className="danger" onClick={onVoid}>
              Void…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asking !== null && <Stop order={order} how={asking} onClose={close} />}
    </>
  );
}

const STOPS = {
  hold: { title: 'Put on hold', meaning: 'This order waits until it is resumed.', act: 'Hold' },
  discontinue: {
    title: 'Discontinue',
    meaning: 'This order ends here. Nothing more is made from it.',
    act: 'Discontinue',
  },
} as const;

function Stop({ order, how, onClose }: { order: OrderView; how: keyof typeof STOPS; onClose: () => void }) {
  const stop = useWrite(`order.${how}`, onClose);
  const look = useLook(`order.${how}`, order);
  return (
    <ReasonSignDialog
      {...STOPS[how]}
      facts={[
        ['Order', `${order.number}, version ${order.version}`],
        ['Patient', `${order.patient.record.family.toUpperCase()}, ${order.patient.record.given}`],
        ['Drug', strengths(order.report)],
      ]}
      busy={stop.isBlocked}
      failure={failureIn(stop)}
      moved={movedIn(look)}
      danger={how === 'discontinue'}
      onClose={onClose}
      onSign={(signed) =>
        stop.mutate({ id: order.id, version: order.version, shown: look.seen.shown, ...signed })
      }
    />
  );
}
