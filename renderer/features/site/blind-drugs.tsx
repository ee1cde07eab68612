import { useRead } from '../../query.ts';
import { TickField } from '../../ui/field.tsx';

/** House rule of the site: orders of which drugs a second person enters blind before a pharmacist verifies them. */
export function BlindDrugs({
  drugs,
  onChange,
}: {
  drugs: readonly string[];
  onChange: (drugs: string[]) => void;
}) {
  const formulary = useRead('formulary.list', {});
  return (
    <fieldset className="w12 field">
      <legend>Blind double check before verification</legend>
      <p className="note">
        A second person enters these orders from the prescriber’s document without seeing the first entry.
      </p>
      <span className="row wrap">
        {(formulary.data?.drugs ?? []).map((d) => (
          <TickField
            key={d.id}
            label={d.name}
            name={`doubleCheck.${d.id}`}
            checked={drugs.includes(d.id)}
            onChange={(checked) => onChange(checked ? [...drugs, d.id] : drugs.filter((x) => x !== d.id))}
          />
        ))}
      </span>
    </fieldset>
  );
}
