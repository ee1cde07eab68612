import { PickField } from '../../ui/field.tsx';
import type { FormProps } from './form-props.ts';

export function PumpForm({ draft, onChange, issues, formulary }: FormProps) {
  return (
    <div className="pump-form">
      <PickField
        label="Pump"
        name="pump"
        value={draft.pump}
        none="choose"
        issues={issues.at('pump')}
        options={formulary.pumps.map((p) => ({ value: p.id, label: p.model }))}
        onChange={(pump) => onChange((d) => ({ ...d, pump }))}
      />
    </div>
  );
}
