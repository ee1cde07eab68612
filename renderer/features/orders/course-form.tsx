import { PickField, TextField } from '../../ui/field.tsx';
import { QuantityField } from '../../ui/quantity-field.tsx';
import type { CourseDraft } from './draft-course.ts';
import { hasPresses } from './draft-regimen.ts';
import { fieldsOf, TIME } from './form-fields.ts';
import type { FormProps } from './form-props.ts';

const INDICATIONS = [
  { value: 'pain', label: 'pain' },
  { value: 'cancer-pain', label: 'cancer pain' },
  { value: 'postoperative-pain', label: 'postoperative pain' },
  { value: 'perioperative-pain', label: 'perioperative pain' },
  { value: 'preoperative-prophylaxis', label: 'prophylaxis before surgery' },
  { value: 'obstetric', label: 'obstetric' },
  { value: 'opioid-use-disorder', label: 'opioid use disorder' },
] satisfies readonly { value: CourseDraft['indication']; label: string }[];
const YES_NO = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
];
const NOT_STATED = 'not stated';

/** What rules ask about the course of the drug. All of it may be left out; a rule that needs it says so. */
export function CourseForm(form: FormProps) {
  const { set, at, unit } = fieldsOf(form);
  const { draft } = form;
  return (
    <fieldset className="wide">
      <legend className="cap">Course</legend>
      <PickField
        label="Indication"
        {...at('course.indication')}
        value={draft.indication}
        none={NOT_STATED}
        options={INDICATIONS}
        onChange={(v) => set('indication')(v as CourseDraft['indication'])}
      />
      {hasPresses(draft) && (
        <TextField
          label="Expected doses/h"
          optional
          {...at('course.dosesPerHour')}
          value={draft.dosesPerHour}
          onChange={set('dosesPerHour')}
        />
      )}
      <TextField
        label="Days with it before"
        optional
        {...at('course.daysBefore')}
        value={draft.daysBefore}
        onChange={set('daysBefore')}
      />
      <QuantityField
        label="Given in all before"
        optional
        {...at('course.amountBefore')}
        units={[unit]}
        value={draft.amountBefore}
        onChange={set('amountBefore')}
      />
      <div className="pair">
        <TextField
          label="Dose last changed on"
          optional
          {...at('course.doseChangedAt')}
          value={draft.changedDate}
          onChange={set('changedDate')}
          placeholder="YYYY-MM-DD"
        />
        <TextField
          label="time"
          name="course.changedTime"
          value={draft.changedTime}
          onChange={set('changedTime')}
          placeholder="HH:mm"
        />
      </div>
      <QuantityField
        label="Loading dose runs over"
        optional
        {...at('course.loadingOver')}
        units={TIME}
        value={draft.loadingOver}
        onChange={set('loadingOver')}
      />
      <QuantityField
        label="Tapered at the end over"
        optional
        {...at('course.taper')}
        units={['day', 'h']}
        value={draft.taperOver}
        onChange={set('taperOver')}
      />
      <PickField
        label="Preservative-free"
        {...at('course.preservativeFree')}
        value={draft.preservativeFree}
        none={NOT_STATED}
        options={YES_NO}
        onChange={(v) => set('preservativeFree')(v as CourseDraft['preservativeFree'])}
      />
      <PickField
        label="With epinephrine"
        {...at('course.epinephrine')}
        value={draft.epinephrine}
        none={NOT_STATED}
        options={YES_NO}
        onChange={(v) => set('epinephrine')(v as CourseDraft['epinephrine'])}
      />
    </fieldset>
  );
}
