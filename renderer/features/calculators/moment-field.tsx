import { useSession } from '../../session.ts';
import { wallClock } from '../../ui/dates.ts';
import { Field, type FieldProps } from '../../ui/field.tsx';
import type { Typed } from './draft.ts';

type MomentTyped = Extract<Typed, { as: 'moment' }>;

/** A date and a time of the pharmacy's zone, as text. */
export function MomentField({
  typed,
  onType,
  ...common
}: FieldProps & { typed: MomentTyped; onType: (typed: Typed) => void }) {
  const { timeZone } = useSession().status;
  return (
    <Field {...common} hint={common.hint ?? timeZone}>
      {(wiring) => (
        <div className="calc-moment">
          <input
            {...wiring}
            className="input"
            placeholder="YYYY-MM-DD"
            autoComplete="off"
            spellCheck={false}
            value={typed.date}
            onChange={(e) => onType({ ...typed, date: e.currentTarget.value })}
          />
          <input
            className="input"
            aria-label={`${common.label}, time`}
            placeholder="HH:mm"
            autoComplete="off"
            spellCheck={false}
            value={typed.time}
            onChange={(e) => onType({ ...typed, time: e.currentTarget.value })}
          />
          <button
            type="button"
            className="btn small"
            aria-label={`${common.label}: now`}
            onClick={() => onType({ as: 'moment', ...wallClock(new Date(), timeZone) })}
          >
            now
          </button>
        </div>
      )}
    </Field>
  );
}
