import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { hashOf } from '../../router.ts';
import type { CalculatorView } from './draft.ts';
import { flat, found } from './search.ts';

interface ListProps {
  readonly all: readonly CalculatorView[];
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
}

/** Search by any term of the field. Keys: type, arrows, Enter; the field has the focus when the room opens. */
export function CalculatorList({ all, open, onOpen }: ListProps) {
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const groups = found(all, search);
  const best = search === '' ? undefined : flat(groups)[0];

  useEffect(() => {
    field.current?.focus();
    // A palette that closes gives the focus back to where it was; that is no longer where the work is.
    const again = setTimeout(() => {
      if (!document.activeElement?.closest('.calc')) field.current?.focus();
    }, 250);
    return () => clearTimeout(again);
  }, []);

  const move = (event: KeyboardEvent, step: number) => {
    event.preventDefault();
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const at = links.findIndex((l) => l === document.activeElement);
    // From the field down to the first; from the first up to the field.
    const next = at + step < 0 ? field.current : links[Math.min(at + step, links.length - 1)];
    next?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const inField = event.target === field.current;
    if (event.key === 'ArrowDown') move(event, 1);
    else if (event.key === 'ArrowUp' && !inField) move(event, -1);
    else if (event.key === 'Escape') {
      setSearch('');
      field.current?.focus();
    } else if (event.key === 'Enter' && inField && best) {
      event.preventDefault();
      onOpen(best.id);
    } else if (!inField && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
      // What is typed on an entry goes on with the search.
      field.current?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of its field and links
    <search className="calc-list panel" aria-label="Find a calculator" onKeyDown={onKeyDown}>
      <div className="calc-search">
        <input
          ref={field}
          className="input"
          aria-label="Search calculators"
          placeholder="Any term: C1V1, drip, IBW…"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
      </div>
      <div ref={list} className="calc-options">
        {groups.map((g) => (
          <section key={g.name} aria-label={g.name}>
            <h2 className="cap">{g.name}</h2>
            <ul>
              {g.entries.map((c) => (
                <li key={c.id}>
                  <a
                    href={hashOf({ at: 'calculators', id: c.id })}
                    className={`calc-option ${c.id === open ? 'on' : ''} ${c === best ? 'best' : ''}`}
                    aria-current={c.id === open ? 'page' : undefined}
                    onClick={(event) => {
                      event.preventDefault();
                      onOpen(c.id);
                    }}
                  >
                    {c.title}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && (
          <output className="pad note">No calculator by that term. Try another word for it.</output>
        )}
      </div>
    </search>
  );
}
