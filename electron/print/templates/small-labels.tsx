import { Page, View } from '@react-pdf/renderer';
import { DataMatrix } from '../barcode.tsx';
import type { Texts } from '../content/content.ts';
import { furtherOf, Warning, type Stock } from './label.tsx';
import { B, Band, Frame, Row, T, Watermark, type Drawing } from './layout.tsx';

type Draw = (t: Texts, d: Drawing, s: number) => React.ReactNode;

/** A label whose barcode stands in the lower right corner, where `draw` leaves room; `side` 0: it carries none. */
const stockOf = (stock: Stock, side: number, draw: Draw) =>
  function Labels(d: Drawing) {
    const { width, height, scale: s } = stock;
    return d.pages.map((t, i) => (
      <Page key={`container-${i + 1}`} size={[width, height]} wrap={false} style={{ fontFamily: d.sans }}>
        <View
          style={{
            height,
            paddingHorizontal: 6,
            paddingTop: 2.5,
            paddingBottom: 6.2,
            justifyContent: 'space-between',
          }}
        >
          {draw(t, d, s)}
        </View>
        {side > 0 && (
          <View style={{ position: 'absolute', right: 9, bottom: 8 }}>
            <DataMatrix codes={d.codes[i]} side={side} />
          </View>
        )}
        <Watermark text={d.watermark} width={width} height={height} />
      </Page>
    ));
  };
export const cornerBox = ({ width }: Stock, side: number) => ({
  left: width - 9 - side - 2,
  right: width - 7,
  bottom: 6,
  top: 8 + side + 2,
});

/** Syringe flag, 2 × 1 in. */
export const flag = (stock: Stock, side: number) =>
  stockOf(stock, side, (t, d) => (
    <>
      <Row style={{ columnGap: 3.5, flexWrap: 'wrap', alignItems: 'flex-end', flexShrink: 0 }}>
        <B size={7.6} style={{ lineHeight: 1.05 }}>
          {t.text('patient')}
        </B>
        <Tiny>{t.text('birth date')}</Tiny>
        <Tiny>{t.text('record number')}</Tiny>
        <Reprint t={t} s={1} />
      </Row>
      <Row
        style={{ columnGap: 3.5, flexWrap: 'wrap', alignItems: 'flex-end', flexShrink: 0, marginBottom: 1.2 }}
      >
        <B size={8.4} style={{ lineHeight: 1.1 }}>
          {t.text('drug')}
        </B>
        <B size={7.2} style={{ lineHeight: 1.15 }}>
          {t.text('total in volume')}
        </B>
        <B size={7.2} style={{ lineHeight: 1.15 }}>
          {t.text('concentration')}
        </B>
      </Row>
      {furtherOf(t).map((name) => (
        <Row
          key={name}
          style={{
            columnGap: 3.5,
            flexWrap: 'wrap',
            alignItems: 'flex-end',
            flexShrink: 0,
            marginBottom: 1.2,
          }}
        >
          <B size={8.4} style={{ lineHeight: 1.1 }}>
            {t.text(`${name}.drug`)}
          </B>
          <B size={7.2} style={{ lineHeight: 1.15 }}>
            {t.text(`${name}.total in volume`)}
          </B>
          <B size={7.2} style={{ lineHeight: 1.15 }}>
            {t.text(`${name}.concentration`)}
          </B>
        </Row>
      ))}
      <View style={{ width: stock.width - 12 - side - 6, flexShrink: 0 }}>
        <Row style={{ gap: 2, flexWrap: 'wrap', marginBottom: 1 }}>
          <Band size={6}>{t.text('route')}</Band>
          {t.has('not for vein') && <Frame size={6}>{t.text('not for vein')}</Frame>}
        </Row>
        <B size={6} style={{ lineHeight: 1.02 }}>{`${t.text('use by label')} ${t.text('use by')}`}</B>
        <Tiny>{t.text('storage')}</Tiny>
        <Row style={{ columnGap: 4, flexWrap: 'wrap' }}>
          {t.row('numbers').map((n) => (
            <Tiny key={n}>{n}</Tiny>
          ))}
          <B size={6} style={{ fontFamily: d.mono, lineHeight: 1.02 }}>
            {t.text('release code')}
          </B>
        </Row>
      </View>
    </>
  ));

/** Which reprint it is, in bold beside the numbers. */
const Reprint = ({ t, s }: { t: Texts; s: number }) =>
  t.has('reprint') ? (
    <B size={6 * s} style={{ lineHeight: 1.02 }}>
      {t.text('reprint')}
    </B>
  ) : null;

const Tiny = ({ children }: { children: string }) => (
  <T size={6} style={{ lineHeight: 1.02 }}>
    {children}
  </T>
);

/** Warnings alone, in the largest print that the stock takes. */
export const auxiliaryLabel = (stock: Stock) =>
  stockOf(stock, 0, (t, d, s) => (
    <>
      <Row style={{ columnGap: 5, rowGap: 2, flexWrap: 'wrap' }}>
        <B size={8 * s}>{t.text('drug')}</B>
        {t.has('high alert') && <Band size={6 * s}>{t.text('high alert')}</Band>}
        <Band size={6 * s}>{t.text('route')}</Band>
        {t.has('not for vein') && <Frame size={6 * s}>{t.text('not for vein')}</Frame>}
      </Row>
      <View>
        {[...t.names('aux.'), 'safety'].map((name) => (
          <Warning key={name} s={0.82 * s * (s > 1 ? 1.35 : 1)}>
            {t.text(name)}
          </Warning>
        ))}
      </View>
      <Row style={{ columnGap: 5, flexWrap: 'wrap' }}>
        {t.row('numbers').map((n) => (
          <T key={n} size={6}>
            {n}
          </T>
        ))}
        <B size={6} style={{ fontFamily: d.mono }}>
          {t.text('release code')}
        </B>
        <Reprint t={t} s={1} />
      </Row>
    </>
  ));

/** The outside of a parcel: readable from a metre away, with lines to sign on. */
export const deliveryLabel = (stock: Stock, side: number) =>
  stockOf(stock, side, (t, d, s) => (
    <>
      <View>
        <T size={8 * s}>{t.text('to label')}</T>
        <B size={15 * s}>{t.text('patient')}</B>
        <T size={9 * s}>{t.text('patient phone')}</T>
        <Blank s={s}>{t.text('destination')}</Blank>
      </View>
      <View style={{ border: '1.2 solid black', padding: 4 }}>
        <B size={11 * s}>{t.text('storage')}</B>
        <B size={8.4 * s}>{t.text('open')}</B>
        <Row style={{ gap: 5, alignItems: 'flex-end' }}>
          <T size={8 * s}>{t.text('use by label')}</T>
          <B size={9.4 * s}>{t.text('use by')}</B>
        </Row>
      </View>
      <View>
        <B size={9 * s}>{t.text('contents')}</B>
        <B size={8.4 * s}>{t.text('handover')}</B>
      </View>
      <View>
        {t.names('sign.').map((name) => (
          <Blank key={name} s={s}>
            {t.text(name)}
          </Blank>
        ))}
      </View>
      <View style={{ width: stock.width - 12 - side - 8, minHeight: side + 6, justifyContent: 'flex-end' }}>
        <Row style={{ gap: 4, alignItems: 'flex-end', flexWrap: 'wrap' }}>
          <T size={7 * s}>{t.text('from label')}</T>
          <B size={8 * s}>{t.text('pharmacy')}</B>
        </Row>
        <T size={7 * s}>{t.text('address')}</T>
        <B size={7 * s}>{t.text('phone')}</B>
        <Row style={{ gap: 6 }}>
          <T size={7 * s}>{t.text('lot')}</T>
          <B size={7 * s} style={{ fontFamily: d.mono }}>
            {t.text('release code')}
          </B>
          <Reprint t={t} s={1.17 * s} />
        </Row>
      </View>
    </>
  ));

const Blank = ({ s, children }: { s: number; children: string }) => (
  <Row style={{ alignItems: 'flex-end', marginTop: 3 * s }}>
    <T size={7 * s}>{children}</T>
    <View style={{ flex: 1, borderBottom: '0.6 solid black', height: 9 * s, marginLeft: 4 }} />
  </Row>
);
