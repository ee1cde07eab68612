import type { FieldIssues } from '../../ui/issues.ts';
import { refusalWords } from '../../../words/refusal.ts';
import { cardOf, labelOf, type Card } from './fields.ts';
import { focusField } from './use-order-keys.ts';

/** What is typed and refused, each by its field. */
export function RefusedInput({ issues, onOpen }: { issues: FieldIssues; onOpen: (card: Card) => void }) {
  return (
    <div className="stack needs">
      <p>
        <span className="strong">Not checked.</span> What is typed is refused, and no numbers are shown for
        it:
      </p>
      <ul className="plain-list">
        {issues.besides([]).map((i) => (
          <li key={`${i.path}${i.code}`}>
            <button
              type="button"
              className="der refused-link"
              onClick={() => {
                onOpen(cardOf(i.path) ?? 'order');
                focusField(i.path);
              }}
            >
              {labelOf(i.path)}
            </button>
            : {refusalWords(i)}
          </li>
        ))}
      </ul>
    </div>
  );
}
