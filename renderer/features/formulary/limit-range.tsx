import { useDebouncedValue } from '@mantine/hooks';
import { useRead } from '../../query.ts';
import { isMap } from './record-form.ts';

const WIDTH = 580;
const HEIGHT = 46;
const textOf = (record: unknown, key: string): string => {
  const value = isMap(record) ? record[key] : undefined;
  return typeof value === 'string' ? value : '';
};

interface Props {
  /** as it is written so far */
  readonly record: unknown;
  /** what is in force under this name; undefined: nothing */
  readonly before?: unknown;
}

/** A limit while it is written: of whom it speaks as a sentence, and its range drawn with what the last orders had. */
export function LimitRange({ record, before }: Props) {
  const [settled] = useDebouncedValue(record, 200);
  const look = useRead('library.limit-look', { record: settled });
  if (!look.data || look.data.sentence === null)
    return <p className="note">The sentence of the limit stands here once its figures do.</p>;
  const { sentence, amount, orders, had } = look.data;
  const unit = textOf(record, 'unit');
  const isMost = textOf(record, 'direction') !== 'min';
  const beyond = had.filter((x) => x.beyond).length;
  const inForce = Number(textOf(before, 'amount'));
  const limit = Number(amount ?? '0');
  const most =
    Math.max(limit, Number.isFinite(inForce) ? inForce : 0, ...had.map((x) => Number(x.value))) * 1.2 || 1;
  const x = (value: number) => 4 + (value / most) * (WIDTH - 8);
  const severity = textOf(record, 'severity') === 'soft' ? 'soft' : 'hard';
  const parts = isMost
    ? ([
        ['pass', 0, limit],
        [severity, limit, most],
      ] as const)
    : ([
        [severity, 0, limit],
        ['pass', limit, most],
      ] as const);
  const words =
    had.length === 0
      ? `No order of the last ${orders} has an amount under this name.`
      : `${had.length} ${had.length === 1 ? 'amount' : 'amounts'} in the last ${orders} orders: ${beyond === 0 ? 'none' : beyond} beyond this limit.`;
  return (
    <section className="stack limit-range" aria-label="The limit as it is written">
      <p className="strong">{sentence}</p>
      {amount !== null && (
        <figure className="range">
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            role="img"
            aria-label={`${isMost ? 'Allowed up to' : 'Allowed from'} ${amount} ${unit}. ${words}`}
          >
            {parts.map(([kind, from, to]) => (
              <rect
                key={kind}
                className={kind}
                x={x(from)}
                y={10}
                width={Math.max(0, x(to) - x(from))}
                height={10}
              />
            ))}
            {had.map((h, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- marks have no other identity
              <line
                key={i}
                className={h.beyond ? 'had beyond' : 'had'}
                x1={x(Number(h.value))}
                x2={x(Number(h.value))}
                y1={4}
                y2={26}
              />
            ))}
            {Number.isFinite(inForce) && inForce > 0 && inForce !== limit && (
              <text x={x(inForce)} y={8} textAnchor="middle">
                now {textOf(before, 'amount')}
              </text>
            )}
            <text x={x(limit)} y={40} textAnchor="middle">
              {amount} {unit}
            </text>
          </svg>
          <figcaption className="note">{words}</figcaption>
        </figure>
      )}
    </section>
  );
}
