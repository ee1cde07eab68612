import { View } from '@react-pdf/renderer';
import type { Texts } from '../content/content.ts';
import { B, Row, T } from './layout.tsx';

/** Parts that every sheet of paper shares: titles, ruled tables, columns of facts. */
export const HAIR = '0.75 solid black';

export const Title = ({ children }: { children: string }) => (
  <B size={10.5} style={{ marginTop: 6, marginBottom: 2.5 }}>
    {children}
  </B>
);

interface LineProps {
  readonly cells: readonly string[];
  readonly widths: readonly string[];
  readonly head?: boolean;
  /** the column that the eye must find */
  readonly strong?: number;
  /** columns of running text */
  readonly small: readonly number[];
}

/** One row of a ruled table; a column without a cell is an empty box to write in. */
export const Line = ({ cells, widths, head = false, strong, small }: LineProps) => (
  <View
    wrap={false}
    style={{
      flexDirection: 'row',
      borderBottom: HAIR,
      borderLeft: HAIR,
      ...(head ? { borderTop: HAIR, backgroundColor: '#e8e8e8' } : {}),
    }}
  >
    {widths.map((width, column) => (
      <View
        key={`column-${column + 1}`}
        style={{
          width,
          borderRight: HAIR,
          paddingHorizontal: 3,
          paddingVertical: 0.9,
          justifyContent: 'center',
        }}
      >
        <Cell
          text={cells[column] ?? ''}
          head={head}
          strong={column === strong}
          small={small.includes(column)}
        />
      </View>
    ))}
  </View>
);

function Cell({
  text,
  head,
  strong,
  small,
}: {
  text: string;
  head: boolean;
  strong: boolean;
  small: boolean;
}) {
  if (text === '') return null;
  if (head) return <B size={7.5}>{text}</B>;
  return strong ? <B size={10.5}>{text}</B> : <T size={small ? 7.5 : 9}>{text}</T>;
}

/** Facts in two columns, name and value. */
export function Pairs({ t, prefix, strong }: { t: Texts; prefix: string; strong: readonly string[] }) {
  const names = t.names(prefix);
  const half = Math.ceil(names.length / 2);
  const value = (name: string) => t.row(name)[1] ?? '';
  return (
    <Row style={{ alignItems: 'flex-start', gap: 14 }}>
      {[names.slice(0, half), names.slice(half)].map((column) => (
        <View key={column[0] ?? ''} style={{ flex: 1, gap: 1 }}>
          {column.map((name) => (
            <Row key={name} style={{ alignItems: 'flex-start' }}>
              <T size={9} style={{ width: 64, color: '#444' }}>
                {t.row(name)[0] ?? ''}
              </T>
              {strong.includes(name) ? (
                <B size={9} style={{ flex: 1 }}>
                  {value(name)}
                </B>
              ) : (
                <T size={9} style={{ flex: 1 }}>
                  {value(name)}
                </T>
              )}
            </Row>
          ))}
        </View>
      ))}
    </Row>
  );
}
