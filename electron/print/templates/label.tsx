import { Page, View } from '@react-pdf/renderer';
import type { ReactNode } from 'react';
import { CodePair, DataMatrix, pairWidth, type Codes } from '../barcode.tsx';
import type { Texts } from '../content/content.ts';
import { B, Band, Frame, Row, T, Watermark, type Drawing } from './layout.tsx';

/** Above a band, descenders need their whole line: a tighter one would let the band paint over them. */
const FULL = { lineHeight: 1.17 };
/** Descenders hang out of their line: a band in the next one would paint over them. */
const BELOW = 1.4;
const PADDING = 7;
const CODE = 34;
const QUIET = 2;

/** Size of the stock in points, and how much larger than on the smallest stock everything is drawn; never below 1. */
export interface Stock {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Large stock has room for the QR beside the DataMatrix, and then needs no larger ones. */
const ROOMY = 1.4;
const PAIR = 30;
/** House rule, tried with two drugs on 4 × 6 in; nothing is drawn smaller than on the smallest stock. */
const SEVERAL = 0.69;
const sideAt = (scale: number): number => (scale < ROOMY ? CODE * scale : PAIR);

/** Where the barcodes stand with their quiet zone: in the lower right corner. */
export const codeBox = ({ width, scale }: Stock) => ({
  left: width - PADDING - (scale < ROOMY ? CODE * scale : pairWidth(PAIR)) - 2 * QUIET,
  right: width - PADDING,
  bottom: 6,
  top: 6 + sideAt(scale) + 2 * QUIET,
});

/** Label of a container. Patient, drug, amounts, directions and use-by lead; the rest supports. */
export const label = (stock: Stock) =>
  function Labels(d: Drawing) {
    return d.pages.map((t, i) => (
      <Label key={`container-${i + 1}`} t={t} d={d} stock={stock} codes={d.codes[i]} />
    ));
  };

interface Part {
  readonly t: Texts;
  readonly s: number;
}

interface LabelProps {
  readonly t: Texts;
  readonly d: Drawing;
  readonly stock: Stock;
  readonly codes: Codes | undefined;
}

const Label = ({ t, d, stock, codes }: LabelProps) => {
  const { width, height, scale } = stock;
  // Several drugs, each in the print of the first, need the room that large stock gives one drug in larger print.
  const s = t.has('also.0.drug') ? Math.max(1, scale * SEVERAL) : scale;
  return (
    <Page size={[width, height]} wrap={false} style={{ fontFamily: d.sans }}>
      <View
        style={{
          height,
          paddingHorizontal: PADDING,
          // The line box of the name is a quarter empty above its capitals.
          paddingTop: 1.5,
          paddingBottom: 6,
          justifyContent: 'space-between',
        }}
      >
        <Patient t={t} s={s} width={width} />
        <Drug t={t} s={s} />
        {t.has('directions') && <Directions t={t} s={s} />}
        <UseBy t={t} s={s} />
        <Warnings t={t} s={s} />
        <Provenance t={t} s={s} d={d} codes={codes} codeScale={scale} />
      </View>
      <Watermark text={d.watermark} width={width} height={height} />
    </Page>
  );
};

const Directions = ({ t, s }: Part) => (
  <View style={{ flexShrink: 0, marginBottom: BELOW }}>
    <B size={8.2 * s} style={{ lineHeight: 1.07 }}>
      {t.text('directions')}
    </B>
    <Row style={{ justifyContent: 'space-between', flexWrap: 'wrap', columnGap: 6 }}>
      <T size={6.8 * s}>{t.text('worst case')}</T>
      <T size={6.8 * s}>{t.text('pump and mode')}</T>
    </Row>
  </View>
);

const UseBy = ({ t, s }: Part) => (
  <Row
    style={{
      flexShrink: 0,
      flexWrap: 'wrap',
      border: '0.8 solid black',
      paddingHorizontal: 3,
      paddingBottom: 1.2,
      columnGap: 4,
    }}
  >
    <T size={7 * s}>{t.text('use by label')}</T>
    <B size={9.5 * s} style={{ lineHeight: 1.05 }}>
      {t.text('use by')}
    </B>
    <B size={6.2 * s} style={{ flexGrow: 1, textAlign: 'right', lineHeight: 1.05 }}>
      {t.text('storage')}
    </B>
  </Row>
);

/** Auxiliary warnings, where the stock has room for them. */
const Warnings = ({ t, s }: Part) =>
  t.has('aux.0') || t.has('inspect') ? (
    <View style={{ flexShrink: 0 }}>
      {[...(t.has('inspect') ? ['inspect'] : []), ...t.names('aux.')].map((name) => (
        <Warning key={name} s={s}>
          {t.text(name)}
        </Warning>
      ))}
    </View>
  ) : null;

export const Warning = ({ s, children }: { s: number; children: string }) => (
  <Row style={{ alignItems: 'flex-start' }}>
    <View
      style={{ width: 4 * s, height: 4 * s, backgroundColor: 'black', marginTop: 2.4 * s, marginRight: 4 }}
    />
    <B size={7.4 * s} style={{ flex: 1 }}>
      {children}
    </B>
  </Row>
);

const NAME = 12;
/** The least size of a name, above the 6 pt of the rest: house rule. */
const LEAST_NAME = 7.5;
/** How much longer than its line a name may be, and still stand in full size on two: tried with names of 44 letters. */
const TWO_LINES = 1.11;
/** Widths of the bold letters, in parts of their size: measured on IBM Plex Sans 600, on the wide side. */
const LETTER = { capital: 0.7, small: 0.58, other: 0.4 } as const;

/**
 * On the smallest stock a double surname stands on one line in smaller print, rather than on two that push the rest off the
 * label; and a name of several embedded fonts on every stock, since a line may end between two of them, inside a word.
 */
function nameSize(name: string, width: number, isRoomy: boolean): number {
  const wide = [...name].reduce(
    (sum, c) => sum + LETTER[/\p{Lu}/u.test(c) ? 'capital' : /\p{L}/u.test(c) ? 'small' : 'other'],
    0,
  );
  const isOneFont = /^[ -~¡-ÿ]*$/.test(name);
  const lines = isOneFont ? (isRoomy ? Infinity : TWO_LINES) : 1;
  return wide * NAME <= lines * width ? NAME : Math.max(LEAST_NAME, width / wide);
}

/** One line where the name leaves room for the rest, two where it does not. */
const Patient = ({ t, s, width }: Part & { readonly width: number }) => (
  <Row
    style={{
      borderBottom: '0.8 solid black',
      paddingBottom: 1,
      alignItems: 'flex-end',
      flexWrap: 'wrap',
      flexShrink: 0,
      columnGap: 6,
      rowGap: BELOW,
    }}
  >
    <B size={nameSize(t.text('patient'), (width - 2 * PADDING) / s, s > 1) * s} style={FULL}>
      {t.text('patient')}
    </B>
    <T size={7.5 * s} style={{ lineHeight: 1.4 }}>
      {t.text('birth date')}
    </T>
    <T size={7.5 * s} style={{ lineHeight: 1.4 }}>
      {t.text('record number')}
    </T>
    <Row style={{ gap: 3, marginBottom: 1, marginLeft: 'auto' }}>
      {t.has('high alert') && <Band size={7.2 * s}>{t.text('high alert')}</Band>}
      {t.has('schedule') && <Frame size={7.2 * s}>{t.text('schedule')}</Frame>}
    </Row>
  </Row>
);

/** Between the words of one drug of several: a rule divides it from the next. */
const BETWEEN = 6;
/** `also.0`, `also.1`: the further drugs of a mixture. */
export const furtherOf = (t: Texts): readonly string[] =>
  t
    .names('also.')
    .filter((n) => n.endsWith('.drug'))
    .map((n) => n.slice(0, -'.drug'.length));

/** What is in it flows over two lines: the amounts never shrink, the diluent takes what room is left. */
const Drug = ({ t, s }: Part) => (
  <Row
    style={{
      flexShrink: 0,
      alignItems: 'flex-end',
      flexWrap: 'wrap',
      columnGap: furtherOf(t).length > 0 ? BETWEEN : 9,
      rowGap: BELOW,
    }}
  >
    <B size={14 * s} style={{ lineHeight: 1.1 }}>
      {t.text('drug')}
    </B>
    <B size={12 * s} style={FULL}>
      {t.text('total in volume')}
    </B>
    <B size={12 * s} style={FULL}>
      {t.text('concentration')}
    </B>
    {furtherOf(t).map((name) => (
      <Row
        key={name}
        style={{
          width: '100%',
          flexShrink: 0,
          alignItems: 'flex-end',
          flexWrap: 'wrap',
          columnGap: BETWEEN,
          borderTop: '0.5 solid black',
          paddingTop: 1,
        }}
      >
        <B size={14 * s} style={{ lineHeight: 1.1 }}>
          {t.text(`${name}.drug`)}
        </B>
        <B size={12 * s} style={FULL}>
          {t.text(`${name}.total in volume`)}
        </B>
        <B size={12 * s} style={FULL}>
          {t.text(`${name}.concentration`)}
        </B>
      </Row>
    ))}
    <T size={7 * s} style={{ maxWidth: 170 * s, lineHeight: 1.1, marginBottom: 1.5 }}>
      {t.text('diluent')}
    </T>
    {t.has('changed') && <Band size={7.2 * s}>{t.text('changed')}</Band>}
    <Row style={{ gap: 3, marginLeft: 'auto' }}>
      {t.has('not for vein') && <Frame size={7.2 * s}>{t.text('not for vein')}</Frame>}
      <Band size={7.2 * s}>{t.text('route')}</Band>
    </Row>
  </Row>
);

/** Where it comes from: numbers, people, pharmacy, cautions, and the code that binds it to its order. */
interface Origin extends Part {
  readonly d: Drawing;
  readonly codes: Codes | undefined;
  readonly codeScale: number;
}
const Provenance = ({ t, s, d, codes, codeScale }: Origin) => (
  <View style={{ flexShrink: 0 }}>
    <Facts>
      {t.row('numbers').map((n) => (
        <Small s={s} key={n}>
          {n}
        </Small>
      ))}
      <Small s={s}>{t.text('prescriber')}</Small>
    </Facts>
    <Row style={{ alignItems: 'flex-end' }}>
      <View style={{ flex: 1, paddingRight: 4 }}>
        <Facts>
          <Small s={s}>{t.text('prepared')}</Small>
          <B size={6.4 * s} style={{ fontFamily: d.mono, lineHeight: 1.05 }}>
            {t.text('release code')}
          </B>
        </Facts>
        <Row style={{ alignItems: 'flex-end' }}>
          {t.has('checked') && <Small s={s}>{t.text('checked')}</Small>}
          {t.has('checked') && t.text('checked') === 'Checked by' && (
            <View style={{ borderBottom: '0.5 solid black', width: 110, height: 6, marginHorizontal: 3 }} />
          )}
          {t.has('reprint') && (
            <B size={6.2 * s} style={{ lineHeight: 1.08, marginLeft: t.has('checked') ? 6 : 0 }}>
              {t.text('reprint')}
            </B>
          )}
        </Row>
        <Facts>
          <Small s={s} strong>
            {t.text('pharmacy')}
          </Small>
          <Small s={s} strong>
            {t.text('phone')}
          </Small>
          {t.has('address') && <Small s={s}>{t.text('address')}</Small>}
        </Facts>
        <T
          size={6 * s}
          style={{ lineHeight: 1.06 }}
        >{`${t.has('caution') ? `${t.text('caution')} ` : ''}${t.text('safety')}`}</T>
      </View>
      <View style={{ padding: QUIET, flexShrink: 0 }}>
        {codeScale < ROOMY ? (
          <DataMatrix codes={codes} side={sideAt(codeScale)} />
        ) : (
          <CodePair codes={codes} side={sideAt(codeScale)} />
        )}
      </View>
    </Row>
  </View>
);

const Small = ({ s, strong = false, children }: { s: number; strong?: boolean; children: string }) => (
  <T size={6.2 * s} style={{ lineHeight: 1.08, ...(strong ? { fontWeight: 600 } : {}) }}>
    {children}
  </T>
);

/** Short facts beside each other, on the next line where they do not fit. */
const Facts = ({ children }: { children: ReactNode }) => (
  <Row style={{ columnGap: 7, flexWrap: 'wrap' }}>{children}</Row>
);
