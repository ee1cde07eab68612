import { citation } from '../../words/citation.ts';
import { Popover } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { PrintedDerivation } from '../../engine/derivation/derivation.ts';

/** Where a figure comes from, in one line. */
export function DerivationView({ d }: { d: PrintedDerivation }) {
  return (
    <div className="derivation">
      <div className="strong">{d.name}</div>
      <div className="note">{d.formula}</div>
      <div className="line">{d.line}</div>
      {d.about !== null && <div>about {d.about}</div>}
      <div className="note">{citation(d.source)}</div>
    </div>
  );
}

/** A number that can be opened: formula, numbers put in, result, source. Without a derivation it is only a number. */
export function Derived({
  of,
  children,
}: {
  of: readonly (PrintedDerivation | undefined)[];
  children: ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  const steps = of.filter((d) => d !== undefined);
  if (steps.length === 0) return <span>{children}</span>;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={420}
      position="bottom-start"
      withArrow
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button type="button" className="der" onClick={() => setOpened((o) => !o)}>
          {children}
          <span className="sr">, how it was derived</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {/* The dropdown holds no control: focus goes to the text itself, so that Esc and reading work. */}
        <div className="stack" tabIndex={-1} data-autofocus>
          {steps.map((d, i) => (
            <DerivationView key={`${d.id}-${i}`} d={d} />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
