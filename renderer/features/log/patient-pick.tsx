import { useDebouncedValue } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useRead } from '../../query.ts';
import { Field } from '../../ui/field.tsx';

const words = (p: { name: string; mrn: string }): string => `${p.name} · ${p.mrn}`;

/** A patient by name or record number, picked from those on file. Until one is picked, nothing is filtered by it. */
export function PatientPick({ onPick }: { onPick: (id: string) => void }) {
  const list = useId();
  const [text, setText] = useState('');
  /** what is looked for: it stays as it was when one of the found is picked */
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  const found = useRead('patient.list', { search: settled }, { enabled: settled.length > 1 });
  const patients = found.data ?? [];
  const isPicked = patients.some((p) => words(p) === text);
  const type = (next: string) => {
    const picked = patients.find((p) => words(p) === next);
    setText(next);
    if (!picked) setSearch(next);
    onPick(picked?.id ?? '');
  };
  return (
    <Field
      label="Patient"
      name="patient"
      hint={text !== '' && !isPicked ? 'pick one from the list' : undefined}
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
            {patients.slice(0, 20).map((p) => (
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
