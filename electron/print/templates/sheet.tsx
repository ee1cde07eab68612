import { Text, View } from '@react-pdf/renderer';
import { CodePair } from '../barcode.tsx';
import type { Texts } from '../content/content.ts';
import { B, Band, Frame, Row, T, type Drawing, type Style } from './layout.tsx';

/** Parts that every sheet of paper shares: titles, ruled tables, columns of facts. */
export const HAIR = '0.75 solid black';
export const PAPER = { LETTER: { width: 612, height: 792 }, A4: { width: 595.28, height: 841.89 } };
const SIDE = 40;
/** A page that may break has the height of its paper; one that may not has at least that, and is seen to need more. */
export const paging = (d: Drawing, size: keyof typeof PAPER) => ({
  wrap: !d.onePage,
  style: {
    fontFamily: d.sans,
    paddingHorizontal: SIDE,
    paddingTop: 24,
    paddingBottom: 34,
    ...(d.onePage ? { minHeight: PAPER[size].height } : {}),
  },
});
export const grey: Style = { color: '#444' };

/** What stands at the top of every page: whom or what it is about, and which reprint it is. */
export const SheetTop = ({ t }: { t: Texts }) => (
  <>
    {t.has('downtime') && (
      // Above what stands at the top of every sheet, so that all of it stays where it is.
      <View fixed style={{ position: 'absolute', left: SIDE, top: 12.5 }}>
        <Band size={8.5}>{t.text('downtime')}</Band>
      </View>
    )}
    <View
      fixed
      style={{ flexDirection: 'row', justifyContent: 'space-between', alignItems: 'center', marginBottom: 7 }}
    >
      <T size={8} style={grey}>
        {t.text('running')}
      </T>
      {t.has('reprint') && <Frame size={8}>{t.text('reprint')}</Frame>}
    </View>
  </>
);

/** Title, bands, code and barcode: in the same place on every sheet, so that the eye and the scanner know where to go. */
export const SheetHead = ({ t, d, under }: { t: Texts; d: Drawing; under: string }) => (
  <Row style={{ justifyContent: 'space-between', borderBottom: '1.2 solid black', paddingBottom: 5 }}>
    <View style={{ flex: 1 }}>
      <B size={16}>{t.text('title')}</B>
      <T size={11}>{t.text(under)}</T>
      <Row style={{ gap: 5, marginTop: 4 }}>
        {t.has('high alert') && <Band size={9.5}>{t.text('high alert')}</Band>}
        {t.has('schedule') && <Frame size={9.5}>{t.text('schedule')}</Frame>}
        <Band size={9.5}>{t.text('route')}</Band>
        {t.has('not for vein') && <Frame size={9.5}>{t.text('not for vein')}</Frame>}
      </Row>
    </View>
    {t.has('release code') && (
      <View style={{ alignItems: 'flex-end', marginRight: 12 }}>
        <T size={8} style={grey}>
          {t.text('code.label')}
        </T>
        <B size={15} style={{ fontFamily: d.mono }}>
          {t.text('release code')}
        </B>
      </View>
    )}
    <CodePair codes={d.codes[0]} side={42} />
  </Row>
);

export const SheetFoot = ({ t, d }: { t: Texts; d: Drawing }) => (
  <View
    fixed
    style={{
      position: 'absolute',
      left: SIDE,
      right: SIDE,
      bottom: 17,
      flexDirection: 'row',
      justifyContent: 'space-between',
      ...grey,
    }}
  >
    <T size={7.5}>{t.text('rule set')}</T>
    <T size={7.5}>{d.version}</T>
    {d.onePage ? (
      <Text style={{ fontSize: 7.5 }}>Page 1 of 1</Text>
    ) : (
      <Text
        style={{ fontSize: 7.5 }}
        render={({ pageNumber, totalPages }) => `Page ${pageNumber} of ${totalPages}`}
      />
    )}
  </View>
);

export const Bullet = ({ s = 1, children }: { s?: number; children: string }) => (
  <Row style={{ alignItems: 'flex-start' }}>
    <View style={{ width: 3, height: 3, backgroundColor: 'black', marginTop: 4 * s, marginRight: 5 }} />
    <T size={9 * s} style={{ flex: 1 }}>
      {children}
    </T>
  </Row>
);

export const Title = ({ s = 1, children }: { s?: number; children: string }) => (
  <B size={10.5 * s} style={{ marginTop: 6, marginBottom: 2.5 }}>
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
  /** columns of lots and codes, and the families that they are set in */
  readonly codes?: readonly number[];
  readonly coded?: string[];
  /** high enough to write in */
  readonly tall?: boolean;
  /** how much larger than on most sheets */
  readonly s?: number;
}

/** One row of a ruled table; a column without a cell is an empty box to write in. */
export const Line = ({
  cells,
  widths,
  head = false,
  strong,
  small,
  codes = [],
  coded,
  tall = false,
  s = 1,
}: LineProps) => (
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
          paddingVertical: 0.9 * s,
          ...(tall ? { minHeight: 19 } : {}),
          justifyContent: 'center',
        }}
      >
        <Cell
          text={cells[column] ?? ''}
          head={head}
          strong={column === strong}
          small={small.includes(column)}
          family={codes.includes(column) ? coded : undefined}
          s={s}
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
  family,
  s,
}: {
  text: string;
  head: boolean;
  strong: boolean;
  small: boolean;
  family: string[] | undefined;
  s: number;
}) {
  if (text === '') return null;
  if (head) return <B size={7.5 * s}>{text}</B>;
  if (strong) return <B size={10.5 * s}>{text}</B>;
  return (
    <T size={(small ? 7.5 : 9) * s} style={family ? { fontFamily: family } : {}}>
      {text}
    </T>
  );
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
