import { focusField } from './use-order-keys.ts';
import { CARDS, type Card, type missingFields } from './fields.ts';

const TITLES: Readonly<Record<Card, string>> = {
  order: 'Order',
  bag: 'Bag',
  pump: 'Pump',
  receive: 'Patient can receive',
  print: 'Print',
};

/** What has to be filled in before the order can be checked at all; each name goes to its field. */
export function StillNeeded({
  missing,
  onOpen,
}: {
  missing: ReturnType<typeof missingFields>;
  onOpen: (card: Card) => void;
}) {
  const focus = (card: Card, path: string) => {
    onOpen(card);
    focusField(path);
  };
  return (
    <div className="stack needs">
      <p>
        <span className="strong">Not checked yet.</span> Still needed, before anything can be said:
      </p>
      {CARDS.map((card) => {
        const fields = missing.filter((m) => m.card === card);
        return fields.length === 0 ? null : (
          <div key={card} className="row wrap">
            <span className="cap">{TITLES[card]}</span>
            {fields.map((f) => (
              <button key={f.path} type="button" className="btn small" onClick={() => focus(card, f.path)}>
                {f.label}
              </button>
            ))}
          </div>
        );
      })}
    </div>
  );
}
