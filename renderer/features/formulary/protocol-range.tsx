import { outsideWords } from '../../../engine/formulary/range-words.ts';
import type { ProtocolField } from '../../../engine/formulary/protocols.ts';

const WIDTH = 320;
const HEIGHT = 34;
const SHOWN = ['hard_least', 'soft_least', 'start', 'soft_most', 'hard_most'] as const;

const words = (f: ProtocolField): string => {
  const [soft, hard] = [outsideWords(f.soft_least, f.soft_most), outsideWords(f.hard_least, f.hard_most)];
  return [
    soft === null ? 'asks nothing' : `asks ${soft}`,
    hard === null ? 'no hard range: the library alone stops' : `stops ${hard}`,
  ].join(', ');
};

/** The range of one field drawn: where it starts, where it asks and where it stops. A picture; the figures stand in its words. */
export function ProtocolRange({ field }: { field: ProtocolField }) {
  const figures = SHOWN.flatMap((k) => (field[k] === undefined ? [] : [Number(field[k])]));
  const most = Math.max(...figures, 0) * 1.25 || 1;
  const x = (value: number) => 4 + (value / most) * (WIDTH - 8);
  const at = (k: (typeof SHOWN)[number], none: number) => (field[k] === undefined ? none : Number(field[k]));
  const [hardLow, softLow] = [at('hard_least', 0), at('soft_least', at('hard_least', 0))];
  const [hardHigh, softHigh] = [at('hard_most', most), at('soft_most', at('hard_most', most))];
  const parts = [
    ['hard', 0, hardLow],
    ['soft', hardLow, softLow],
    ['pass', softLow, softHigh],
    ['soft', softHigh, hardHigh],
    ['hard', hardHigh, most],
  ] as const;
  const marks = [
    ...new Set(SHOWN.flatMap((k) => (field[k] === undefined || k === 'start' ? [] : [field[k]]))),
  ];
  return (
    <figure className="range">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words(field)}>
        {parts.map(
          ([kind, from, to], i) =>
            to > from && (
              <rect
                key={`${kind}${i < 2 ? 'low' : 'high'}`}
                className={kind}
                x={x(from)}
                y={6}
                width={x(to) - x(from)}
                height={8}
              />
            ),
        )}
        {marks.map((m) => (
          <text key={m} x={x(Number(m))} y={28} textAnchor="middle">
            {m}
          </text>
        ))}
        {field.start !== undefined && <circle cx={x(Number(field.start))} cy={10} r={5} />}
      </svg>
      <figcaption className="note">{words(field)}</figcaption>
    </figure>
  );
}
