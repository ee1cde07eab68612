import type { OrderView } from '../../bridge/records.ts';
import { exact, exactText } from '../../engine/number/notation.ts';
import {
  add,
  inBase,
  isZero,
  quantityText,
  recorded,
  scale,
  sub,
  type Volume,
} from '../../engine/number/quantity.ts';
import { printedAmount, printedDeviation } from './format.ts';

/** What was measured of one ingredient for one container, beside what was planned; printed. */
export interface MeasuredRow {
  readonly name: string;
  readonly drawn: string;
  readonly planned: string;
  /** `4% above plan`; null where it is what was planned */
  readonly deviation: string | null;
  /** what the vials then still hold, all containers made; null of a diluent, and where more vials were opened than planned */
  readonly left: string | null;
}

/** Of a preparation that is recorded; an ingredient that was not measured, or not from each vial, has no row. */
export function measuredRows({ content, report, preparation }: OrderView): MeasuredRow[] {
  const p = report.preparation;
  const containers = exact(content.preparation.containers);
  const drawnOf = (of: (x: { role: string; drug?: string | undefined }) => boolean): Volume | null => {
    const drawn = (preparation?.ingredients ?? []).filter(of).map((x) => x.drawn);
    const [first, ...rest] = drawn;
    if (first === undefined || rest.includes(undefined)) return null;
    return rest.reduce<Volume>(
      (sum, text) => (text === undefined ? sum : add(sum, recorded(text, 'volume'))),
      recorded(first, 'volume'),
    );
  };
  const row = (name: string, planned: string, drawn: Volume | null, waste: string | null): MeasuredRow[] => {
    const plan = recorded(planned, 'volume');
    if (drawn === null || isZero(plan)) return [];
    const more = scale(sub(drawn, plan), containers);
    const left = waste === null ? null : sub(recorded(waste, 'volume'), more);
    const off = exactText(inBase(drawn).div(inBase(plan)).sub(1n));
    return [
      {
        name,
        drawn: printedAmount(quantityText(drawn)),
        planned: printedAmount(planned),
        deviation: printedDeviation(off)?.replace('order', 'plan') ?? null,
        left: left === null || left.amount.s < 0n ? null : printedAmount(quantityText(left)),
      },
    ];
  };
  return [{ id: report.drug.id, name: report.drug.name, draw: p.draw, waste: p.waste }, ...p.also]
    .flatMap((x) =>
      row(
        x.name,
        x.draw,
        drawnOf((i) => i.role === 'drug' && (i.drug ?? content.drug) === x.id),
        x.waste,
      ),
    )
    .concat(
      p.diluent === null
        ? []
        : row(
            p.diluentName,
            p.diluent,
            drawnOf((i) => i.role === 'diluent'),
            null,
          ),
    );
}
