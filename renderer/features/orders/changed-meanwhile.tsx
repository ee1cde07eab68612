import type { OrderView } from '../../../bridge/records.ts';
import { stateWord } from '../../ui/states-of-life.ts';
import { fieldTexts } from './fields.ts';
import type { OrderDraft } from './draft.ts';

interface Props {
  readonly latest: OrderView;
  /** as it was when the typing began, as it is kept now, and as it is typed */
  readonly base: OrderDraft;
  readonly kept: OrderDraft;
  readonly typed: OrderDraft;
  readonly nameOf: (prescriberId: string) => string;
  /** goes on from what is kept, with what was typed in it */
  readonly onBoth: (merged: OrderDraft) => void;
  readonly onTheirs: () => void;
}

/** Somebody else saved the order while it was typed here: both values of each field that differs, and what to go on with. */
export function ChangedMeanwhile({ latest, base, kept, typed, nameOf, onBoth, onTheirs }: Props) {
  const [was, now, mine] = [base, kept, typed].map((draft) => fieldTexts(draft, nameOf));
  const labels = [...new Set([...(now?.keys() ?? []), ...(mine?.keys() ?? [])])];
  const rows = labels
    .map((label) => ({ label, was: was?.get(label), kept: now?.get(label), typed: mine?.get(label) }))
    .filter((row) => row.kept !== row.typed);
  return (
    <section className="question known-now" role="alert" aria-label="Changed meanwhile">
      <b>
        {latest.number} was changed by somebody else while you typed: it is version {latest.version},{' '}
        {stateWord(latest.state)}. Nothing of yours is saved, and nothing is lost.
      </b>
      {rows.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th>Field</th>
              <th>Saved by somebody else</th>
              <th>Typed here</th>
              <th>Going on, it says</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th>{row.label}</th>
                <td>{row.kept || '–'}</td>
                <td>{row.typed || '–'}</td>
                <td>
                  {row.typed === row.was ? row.kept || '–' : <b>{row.typed || '–'}</b>}
                  {row.typed !== row.was && row.kept !== row.was && (
                    <span className="note"> · both changed it</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <span className="row end">
        <button type="button" className="btn small" onClick={onTheirs}>
          Discard what I typed
        </button>
        <button type="button" className="btn small" onClick={() => onBoth(merged(base, kept, typed))}>
          Go on from what is saved, with what I changed
        </button>
      </span>
    </section>
  );
}

/** What is kept, and in it each field that was typed otherwise than it stood when the typing began. */
function merged(base: OrderDraft, kept: OrderDraft, typed: OrderDraft): OrderDraft {
  const mine = Object.entries(typed).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(base[key as keyof OrderDraft]),
  );
  return { ...kept, ...(Object.fromEntries(mine) as Partial<OrderDraft>) };
}
