import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useRead } from '../../query.ts';
import { Field } from '../../ui/field.tsx';

const words = (p: { name: string; mrn: string }): string => `${p.name} · ${p.mrn}`;

/** A patient by name or record number, picked from those on file. Until one is picked, nothing is filtered by it. */
export function PatientPick({
  label = 'Patient',
  className,
  onPick,
}: {
  label?: string;
  className?: string;
  onPick: (id: string) => void;
}) {
  const list = useId();
  const [text, setText] = useState('');
  /** what is looked for: it stays as it was when one of the found is picked */
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  const found = useRead('patient.list', { search: settled, limit: 20 }, { enabled: settled.length > 1 });
  const patients = found.data?.patients ?? [];
  const idOf = (typed: string) => patients.find((p) => words(p) === typed)?.id ?? '';
  const told = useRef('');
  const tell = (id: string) => {
    if (id === told.current) return;
    told.current = id;
    onPick(id);
  };
  const type = (next: string) => {
    setText(next);
    if (idOf(next) === '') setSearch(next);
    tell(idOf(next));
  };
  // typed or pasted whole, the patient is found only when the answer comes
  const picked = idOf(text);
  const tellLate = useEffectEvent(tell);
  useEffect(() => {
    if (picked !== '') tellLate(picked);
  }, [picked]);
  return (
    <Field
      label={label}
      {...(className !== undefined && { className })}
      name="patient"
      hint={text !== '' && picked === '' ? 'pick one from the list' : undefined}
    >
      {(wiring) => (
        <>
          <input
            {...wiring}
            className="input"
            value={text}
            list={list}
            autoComplete="off"
            spellCheck={false}
            placeholder="name or record number"
            onChange={(e) => type(e.currentTarget.value)}
          />
          <datalist id={list}>
            {patients.map((p) => (
              <option key={p.id} value={words(p)}>
                {`born ${p.birthDate}`}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
