import { Page, View } from '@react-pdf/renderer';
import type { ReactNode } from 'react';
import { DataMatrix } from '../barcode.tsx';
import type { Texts } from '../content/content.ts';
import { B, Band, Frame, Row, T, Watermark, type Drawing } from './layout.tsx';

const [WIDTH, HEIGHT] = [288, 144];
const CODE = 34;
/** Above a band, descenders need their whole line: a tighter one would let the band paint over them. */
const FULL = { lineHeight: 1.17 };

/** Bag and cassette label, 4 × 2 in. Patient, drug, amounts, directions and use-by lead; the rest supports. */
export const Label4x2 = (d: Drawing) =>
  d.pages.map((t, i) => <Label key={`container-${i + 1}`} t={t} d={d} />);

const Label = ({ t, d }: { t: Texts; d: Drawing }) => (
  <Page size={[WIDTH, HEIGHT]} wrap={false} style={{ fontFamily: d.sans }}>
    <View
      style={{
        height: HEIGHT,
        paddingHorizontal: 7,
        paddingTop: 4.5,
        paddingBottom: 6,
        justifyContent: 'space-between',
      }}
    >
      <Patient t={t} />
      <Drug t={t} />
      <View style={{ flexShrink: 0 }}>
        <B size={8.2} style={{ lineHeight: 1.07 }}>
          {t.text('directions')}
        </B>
        <Row style={{ justifyContent: 'space-between' }}>
          <T size={6.8}>{t.text('worst case')}</T>
          <T size={6.8}>{t.text('pump and mode')}</T>
        </Row>
      </View>
      <Row
        style={{ flexShrink: 0, border: '0.8 solid black', paddingHorizontal: 3, paddingBottom: 1.2, gap: 4 }}
      >
        <T size={7}>{t.text('use by label')}</T>
        <B size={9.5} style={{ lineHeight: 1.05 }}>
          {t.text('use by')}
        </B>
        <B size={6.2} style={{ flex: 1, textAlign: 'right', lineHeight: 1.05 }}>
          {t.text('storage')}
        </B>
      </Row>
      <Provenance t={t} d={d} />
    </View>
    <Watermark text={d.watermark} width={WIDTH} height={HEIGHT} />
  </Page>
);

/** One line where the name leaves room for the rest, two where it does not. */
const Patient = ({ t }: { t: Texts }) => (
  <Row
    style={{
      borderBottom: '0.8 solid black',
      paddingBottom: 1,
      alignItems: 'flex-end',
      flexWrap: 'wrap',
      flexShrink: 0,
      columnGap: 6,
    }}
  >
    <B size={12} style={FULL}>
      {t.text('patient')}
    </B>
    <T size={7.5} style={{ lineHeight: 1.4 }}>
      {t.text('birth date')}
    </T>
    <T size={7.5} style={{ lineHeight: 1.4 }}>
      {t.text('record number')}
    </T>
    <Row style={{ gap: 3, marginBottom: 1, marginLeft: 'auto' }}>
      {t.has('high alert') && <Band size={7.2}>{t.text('high alert')}</Band>}
      {t.has('schedule') && <Frame size={7.2}>{t.text('schedule')}</Frame>}
    </Row>
  </Row>
);

/** What is in it flows over two lines: the amounts never shrink, the diluent takes what room is left. */
const Drug = ({ t }: { t: Texts }) => (
  <Row style={{ flexShrink: 0, alignItems: 'flex-end', flexWrap: 'wrap', columnGap: 9 }}>
    <B size={14} style={{ lineHeight: 1.1 }}>
      {t.text('drug')}
    </B>
    <B size={12} style={FULL}>
      {t.text('total in volume')}
    </B>
    <B size={12} style={FULL}>
      {t.text('concentration')}
    </B>
    <T size={7} style={{ maxWidth: 170, lineHeight: 1.1, marginBottom: 1.5 }}>
      {t.text('diluent')}
    </T>
    <Row style={{ gap: 3, marginBottom: 1, marginLeft: 'auto' }}>
      {t.has('not for vein') && <Frame size={7.2}>{t.text('not for vein')}</Frame>}
      <Band size={7.2}>{t.text('route')}</Band>
    </Row>
  </Row>
);

/** Where it comes from: numbers, people, pharmacy, cautions, and the code that binds it to its order. */
const Provenance = ({ t, d }: { t: Texts; d: Drawing }) => (
  <View style={{ flexShrink: 0 }}>
    <Facts>
      {t.row('numbers').map((n) => (
        <Small key={n}>{n}</Small>
      ))}
      <Small>{t.text('prescriber')}</Small>
    </Facts>
    <Row style={{ alignItems: 'flex-end' }}>
      <View style={{ flex: 1, paddingRight: 4 }}>
        <Facts>
          <Small>{t.text('prepared')}</Small>
          <B size={6.4} style={{ fontFamily: d.mono, lineHeight: 1.05 }}>
            {t.text('release code')}
          </B>
        </Facts>
        <Row style={{ alignItems: 'flex-end' }}>
          <Small>{t.text('checked')}</Small>
          {t.text('checked') === 'Checked by' && (
            <View style={{ borderBottom: '0.5 solid black', width: 110, height: 6, marginLeft: 3 }} />
          )}
        </Row>
        <Facts>
          <Small strong>{t.text('pharmacy')}</Small>
          <Small strong>{t.text('phone')}</Small>
          <Small>{t.text('address')}</Small>
        </Facts>
        <T
          size={6}
          style={{ lineHeight: 1.06 }}
        >{`${t.has('caution') ? `${t.text('caution')} ` : ''}${t.text('safety')}`}</T>
      </View>
      <View style={{ padding: 2, flexShrink: 0 }}>
        <DataMatrix matrix={d.barcode} side={CODE} />
      </View>
    </Row>
  </View>
);

const Small = ({ strong = false, children }: { strong?: boolean; children: string }) => (
  <T size={6.2} style={{ lineHeight: 1.08, ...(strong ? { fontWeight: 600 } : {}) }}>
    {children}
  </T>
);

/** Short facts beside each other, on the next line where they do not fit. */
const Facts = ({ children }: { children: ReactNode }) => (
  <Row style={{ columnGap: 7, flexWrap: 'wrap' }}>{children}</Row>
);
