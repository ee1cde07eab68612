import { useClickOutside, useDebouncedValue } from '@mantine/hooks';
import { useState, type FormEvent, type KeyboardEvent, type Ref } from 'react';
import { failureIn, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import type { Total } from '../../ui/pager.tsx';
import { Problem, Waiting } from '../../ui/states.tsx';
import { CodeAnswer } from './code-answer.tsx';
import { isCode, SEPARATOR } from './code.ts';

/** One field for a scanner and for a person: a code goes to the order it belongs to, words search patients and orders. */
export function ScanField({ ref }: { ref: Ref<HTMLInputElement> }) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [settled] = useDebouncedValue(text, 150);
  const code = isCode(settled);
  const outside = useClickOutside(() => setOpen(false));
  const close = () => {
    setOpen(false);
    setText('');
  };
  const enter = (event: FormEvent) => {
    event.preventDefault();
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      close();
      event.currentTarget.blur();
    }
    // How a keyboard scanner types ASCII 29, which is what it sends for FNC1; a browser would drop it.
    if (event.ctrlKey && event.key === ']') {
      event.preventDefault();
      setText((typed) => `${typed}${SEPARATOR}`);
    }
    if (event.key === 'ArrowDown')
      event.currentTarget.closest('search')?.querySelector<HTMLElement>('.scan-answer a')?.focus();
  };
  return (
    <search className="scan" ref={outside}>
      <form onSubmit={enter}>
        <input
          ref={ref}
          className="input"
          aria-label="Scan or search anything"
          placeholder="Scan or search anything"
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(e) => {
            setText(e.currentTarget.value);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
      {open && settled !== '' && (
        <div className="scan-answer">
          {code ? <CodeAnswer code={settled} onGo={close} /> : <SearchAnswer search={settled} onGo={close} />}
        </div>
      )}
    </search>
  );
}

/** Of each, so that both fit under the field. */
const SHOWN = 6;
const rest = ({ total, totalIsLeast }: Total) =>
  total > SHOWN ? `: ${SHOWN} of ${totalIsLeast ? `more than ${total}` : total}` : '';

function SearchAnswer({ search, onGo }: { search: string; onGo: () => void }) {
  const orders = useRead('order.list', { search, limit: SHOWN });
  const patients = useRead('patient.list', { search, limit: SHOWN });
  if (orders.error || patients.error) return <Problem failure={failureIn(orders) ?? failureIn(patients)} />;
  if (!orders.data || !patients.data) return <Waiting what="what is on file" />;
  if (orders.data.total === 0 && patients.data.total === 0)
    return <div className="pad note">Nothing on file by that name or number.</div>;
  return (
    <div className="scan-list">
      {orders.data.orders.length > 0 && <h2 className="cap">Orders{rest(orders.data)}</h2>}
      {orders.data.orders.map((o) => (
        <a key={o.id} href={hashOf({ at: 'order', id: o.id })} onClick={onGo}>
          <span className="strong">{o.number}</span> {o.patient}{' '}
          <span className="note">
            {o.drug} · {o.state}
          </span>
        </a>
      ))}
      {patients.data.total > 0 && <h2 className="cap">Patients{rest(patients.data)}</h2>}
      {patients.data.patients.map((p) => (
        <a
          key={p.id}
          href={hashOf({ at: 'patient', id: p.id })}
          onClick={() => {
            onGo();
            go({ at: 'patient', id: p.id });
          }}
        >
          <span className="strong">{p.name}</span>{' '}
          <span className="note">
            born {p.birthDate} · {p.mrn}
          </span>
        </a>
      ))}
    </div>
  );
}
