import { Text, View } from '@react-pdf/renderer';
import type { ComponentProps, ReactNode } from 'react';
import type { Codes } from '../barcode.tsx';
import type { OrderRecord } from '../record.ts';
import type { Texts } from '../content/content.ts';

export type Style = Exclude<NonNullable<ComponentProps<typeof View>['style']>, readonly unknown[]>;

/** What a template is given: its own page's texts, the barcode, the font families that cover them. */
export interface Drawing {
  readonly record: OrderRecord;
  readonly pages: readonly Texts[];
  /** of each page, or of the one content of a flowing form; none on a form that carries none */
  readonly codes: readonly Codes[];
  readonly sans: string[];
  readonly mono: string[];
  readonly version: string;
  /** everything stands on one page, so that nothing has to be laid out again for its breaks */
  readonly onePage: boolean;
  /** words across every page of a preview */
  readonly watermark: string | null;
}

const NO_BREAK = '\u00a0';
/**
 * A number never parts from its unit at the end of a line: `0.2` above and `mg` below reads as something else. Nor does a
 * telephone number part in its middle, or a date from its time.
 */
const bound = (text: string): string => text.replace(/(\d) (?=[A-Za-z°%\d])/g, `$1${NO_BREAK}`);

/**
 * Text of one size. The library hands a line height down in points, so that a parent's would squeeze a larger child:
 * each text states its own.
 */
export const T = ({ size, style, children }: { size: number; style?: Style; children: string }) => (
  <Text style={{ lineHeight: 1.12, ...style, fontSize: size }}>{bound(children)}</Text>
);
export const B = ({ size, style, children }: { size: number; style?: Style; children: string }) => (
  <T size={size} style={{ fontWeight: 600, ...style }}>
    {children}
  </T>
);

/** White on black: survives a thermal printer and a photocopy, where colour does not. */
export const Band = ({ size, children }: { size: number; children: string }) => (
  <View
    style={{
      backgroundColor: 'black',
      paddingHorizontal: size * 0.45,
      paddingTop: size * 0.02,
      paddingBottom: size * 0.14,
    }}
  >
    <B size={size} style={{ color: 'white', letterSpacing: size * 0.04 }}>
      {children}
    </B>
  </View>
);

/** Black on white with a heavy frame, so that it differs from a band in form, not only in shade. */
export const Frame = ({ size, children }: { size: number; children: string }) => (
  <View
    style={{
      border: `${size * 0.13} solid black`,
      paddingHorizontal: size * 0.35,
      paddingBottom: size * 0.08,
    }}
  >
    <B size={size}>{children}</B>
  </View>
);

export const Row = ({ style, children }: { style?: Style; children: ReactNode }) => (
  <View style={{ flexDirection: 'row', alignItems: 'center', ...style }}>{children}</View>
);

/** Across the page, last in its tree so that nothing covers it; `width` and `height` of the page, in points. */
export const Watermark = ({ text, width, height }: { text: string | null; width: number; height: number }) =>
  text === null ? null : (
    <View
      fixed
      style={{
        position: 'absolute',
        left: 0,
        top: 0,
        width,
        height,
        justifyContent: 'center',
        alignItems: 'center',
      }}
    >
      <Text
        style={{
          fontSize: width / 11,
          fontWeight: 600,
          color: 'black',
          opacity: 0.22,
          transform: 'rotate(-22deg)',
        }}
      >
        {text}
      </Text>
    </View>
  );
