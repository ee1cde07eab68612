import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useMay } from '../../session.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
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
  const [wasting, setWasting] = useState(false);
  const close = () => setAsking(null);
  const hold = useWrite('order.hold', close);
  const discontinue = useWrite('order.discontinue', close);
  const subject = { id: order.id, version: order.version };
  const waste = mayWaste && order.preparation !== null && (
    <>
      <button type="button" className="btn" onClick={() => setWasting(true)}>
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
        <button type="button" className="btn" onClick={onChange}>
          Change order
        </button>
      )}
      {mayVerify && (
        <Menu position="top-end" width={190} withinPortal returnFocus transitionProps={{ duration: 60 }}>
          <Menu.Target>
            <button type="button" className="btn" aria-label="More acts">
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
      {asking === 'hold' && (
        <ReasonDialog
          title="Put on hold"
          about={`Order ${order.number} waits until it is resumed.`}
          act="Hold"
          busy={hold.isPending}
          failure={failureIn(hold)}
          onClose={close}
          onGive={(reason) => hold.mutate({ ...subject, reason })}
        />
      )}
      {asking === 'discontinue' && (
        <ReasonDialog
          title="Discontinue"
          about={`Order ${order.number} ends here. Nothing more is made from it.`}
          act="Discontinue"
          busy={discontinue.isPending}
          failure={failureIn(discontinue)}
          onClose={close}
          onGive={(reason) => discontinue.mutate({ ...subject, reason })}
        />
      )}
    </>
  );
}
