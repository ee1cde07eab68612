import { Page, View } from '@react-pdf/renderer';
import type { ReactNode } from 'react';
import type { Block, Sheet } from '../content/document.ts';
import type { Texts } from '../content/content.ts';
import type { OrderRecord } from '../record.ts';
import { B, Row, T, Watermark, type Drawing } from './layout.tsx';
import { Bullet, grey, HAIR, Line, PAPER, SheetFoot, SheetHead, SheetTop, paging, Title } from './sheet.tsx';

/** Any sheet that is written as blocks, in either size of paper. Every text is asked for by its name. */
export const document = <R extends OrderRecord>(size: 'LETTER' | 'A4', sheet: (r: R) => Sheet) =>
  function Document(d: Drawing) {
    const t = d.pages[0];
    if (!t) throw new Error('a sheet has one content');
    const { blocks, scale = 1 } = sheet(d.record as R);
    return (
      <Page size={size} {...paging(d, size)}>
        <SheetTop t={t} />
        <SheetHead t={t} d={d} under="subtitle" />
        {blocks.map((b) => (
          <Drawn key={b.id} block={b} t={t} s={scale} coded={[...d.mono, ...d.sans]} />
        ))}
        {t.has('caution') && (
          <T size={8} style={{ marginTop: 6 }}>
            {t.text('caution')}
          </T>
        )}
        <SheetFoot t={t} d={d} />
        <Watermark text={d.watermark} {...PAPER[size]} />
      </Page>
    );
  };

function Drawn({ block: b, t, s, coded }: { block: Block; t: Texts; s: number; coded: string[] }) {
  switch (b.kind) {
    case 'facts':
      return (
        <View style={{ paddingTop: 5 }}>
          {b.title !== undefined && <Title s={s}>{t.text(`${b.id}.title`)}</Title>}
          <Facts id={b.id} count={b.rows.length} t={t} s={s} />
        </View>
      );
    case 'table':
      return (
        <View>
          <Together>
            <Title s={s}>{t.text(`${b.id}.title`)}</Title>
            {b.note !== undefined && (
              <B size={8.5 * s} style={{ marginBottom: 2 }}>
                {t.text(`${b.id}.note`)}
              </B>
            )}
            <Line head cells={t.row(`${b.id}.head`)} widths={b.columns.map(([, w]) => w)} small={[]} s={s} />
          </Together>
          {b.rows.map((_, i) => (
            <Line
              key={`${b.id}.${i + 1}`}
              cells={t.row(`${b.id}.${i}`)}
              widths={b.columns.map(([, w]) => w)}
              small={b.small ?? []}
              tall={b.tall ?? false}
              codes={b.codes ?? []}
              coded={coded}
              s={s}
              {...(b.strong === undefined ? {} : { strong: b.strong })}
            />
          ))}
        </View>
      );
    case 'list':
    case 'ticks':
      return (
        <View>
          <Title s={s}>{t.text(`${b.id}.title`)}</Title>
          {b.lines.map((_, i) =>
            b.kind === 'list' ? (
              <Bullet key={`${b.id}.${i + 1}`} s={s}>
                {t.text(`${b.id}.${i}`)}
              </Bullet>
            ) : (
              <Tick key={`${b.id}.${i + 1}`}>{t.text(`${b.id}.${i}`)}</Tick>
            ),
          )}
        </View>
      );
    case 'entries':
      return (
        <View>
          <Title s={s}>{t.text(`${b.id}.title`)}</Title>
          {b.rows.map((_, i) => {
            const [head = '', ...lines] = t.row(`${b.id}.${i}`);
            return (
              <View key={`${b.id}.${i + 1}`} wrap={false} style={{ marginBottom: 3.5 }}>
                <B size={9}>{head}</B>
                {lines.map((line, k) => (
                  <T key={`line-${k + 1}`} size={8.5} style={{ marginLeft: 8 }}>
                    {line}
                  </T>
                ))}
              </View>
            );
          })}
        </View>
      );
    case 'signatures':
      return (
        <View wrap={false}>
          <Title s={s}>{t.text(`${b.id}.title`)}</Title>
          <View style={{ flexDirection: 'row', flexWrap: 'wrap' }}>
            {b.rows.map((_, i) => {
              const [name = '', value = ''] = t.row(`${b.id}.${i}`);
              return (
                <View key={`${b.id}.${i + 1}`} style={{ width: '50%', paddingRight: 14, paddingTop: 3 }}>
                  <T size={7.5} style={grey}>
                    {name}
                  </T>
                  {value === '' ? (
                    <View style={{ borderBottom: HAIR, height: 17 }} />
                  ) : (
                    <T size={9}>{value}</T>
                  )}
                </View>
              );
            })}
          </View>
        </View>
      );
  }
}

/** A heading never stands alone at the foot of a page. */
const Together = ({ children }: { children: ReactNode }) => (
  <View wrap={false} minPresenceAhead={40}>
    {children}
  </View>
);

function Facts({ id, count, t, s }: { id: string; count: number; t: Texts; s: number }) {
  const half = Math.ceil(count / 2);
  const indices = Array.from({ length: count }, (_, i) => i);
  return (
    <Row style={{ alignItems: 'flex-start', gap: 14 }}>
      {[0, half]
        .map((from) => indices.slice(from, from + half))
        .map((column, c) => (
          <View key={`column-${c + 1}`} style={{ flex: 1, gap: 1 }}>
            {column.map((i) => (
              <Row key={`${id}.${i + 1}`} style={{ alignItems: 'flex-start' }}>
                <T size={9 * s} style={{ width: 82 * s, ...grey }}>
                  {t.row(`${id}.${i}`)[0] ?? ''}
                </T>
                <B size={9 * s} style={{ flex: 1 }}>
                  {t.row(`${id}.${i}`)[1] ?? ''}
                </B>
              </Row>
            ))}
          </View>
        ))}
    </Row>
  );
}

const Tick = ({ children }: { children: string }) => (
  <Row style={{ alignItems: 'flex-start', marginBottom: 2 }}>
    <View style={{ width: 8, height: 8, border: '0.9 solid black', marginTop: 1.5, marginRight: 6 }} />
    <T size={9} style={{ flex: 1 }}>
      {children}
    </T>
  </Row>
);
