import { Page, View } from '@react-pdf/renderer';
import type { Texts } from '../content/content.ts';
import { furtherOf } from './label.tsx';
import { B, Row, T, Watermark, type Drawing } from './layout.tsx';
import {
  Bullet,
  grey,
  HAIR,
  Line,
  Pairs,
  PAPER,
  SheetFoot,
  SheetHead,
  SheetTop,
  paging,
  Title,
} from './sheet.tsx';

const SETTINGS = ['18%', '17%', '9%', '11%', '31%', '7%', '7%'];
const CARRIED = ['24%', '16%', '60%'];
const BEFORE = ['24%', '38%', '38%'];
const EXPOSURE = ['10%', '18%', '20%', '19%', '17%', '16%'];

/** Pump-programming sheet; one layout in both paper sizes, since the text takes the width that there is. */
export const pumpSheet = (size: 'LETTER' | 'A4') =>
  function PumpSheet(d: Drawing) {
    const t = d.pages[0];
    if (!t) throw new Error('a pump sheet has one content');
    return (
      <Page size={size} {...paging(d, size)}>
        <SheetTop t={t} />
        <SheetHead t={t} d={d} under="pump" />
        <Facts t={t} />
        <Settings t={t} />
        {t.has('before.title') && <Before t={t} />}
        {t.has('carried.title') && <Carried t={t} />}
        <Exposure t={t} />
        <Screen t={t} />
        <Notes t={t} />
        <Signatures t={t} />
        <SheetFoot t={t} d={d} />
        <Watermark text={d.watermark} {...PAPER[size]} />
      </Page>
    );
  };

const Facts = ({ t }: { t: Texts }) => (
  <View style={{ paddingTop: 5 }}>
    <Row style={{ columnGap: 12, alignItems: 'flex-end', marginBottom: 4, flexWrap: 'wrap' }}>
      <B size={14}>{t.text('drug')}</B>
      <B size={12}>{t.text('total in volume')}</B>
      <B size={12}>{t.text('concentration')}</B>
      {furtherOf(t).map((name) => (
        <Row key={name} style={{ width: '100%', columnGap: 12, alignItems: 'flex-end', flexWrap: 'wrap' }}>
          <B size={14}>{t.text(`${name}.drug`)}</B>
          <B size={12}>{t.text(`${name}.total in volume`)}</B>
          <B size={12}>{t.text(`${name}.concentration`)}</B>
        </Row>
      ))}
      <T size={9}>{t.text('diluent')}</T>
    </Row>
    <Pairs t={t} prefix="fact." strong={['fact.patient', 'fact.use']} />
  </View>
);

const Settings = ({ t }: { t: Texts }) => (
  <View>
    <Title>{t.text('settings.title')}</Title>
    <Line head cells={t.row('settings.head')} widths={SETTINGS} small={[]} />
    {[...t.names('field.'), ...t.names('sensor.')].map((name) => (
      <Line key={name} cells={t.row(name)} widths={SETTINGS} strong={1} small={[3, 4]} />
    ))}
    <View style={{ marginTop: 4, gap: 2 }}>
      {['loading', 'clinician', ...t.names('not held.'), 'titration', 'night', 'kvo']
        .filter((name) => t.has(name))
        .map((name) => (
          <Row key={name} style={{ alignItems: 'flex-start' }}>
            <B size={9} style={{ width: 122 }}>
              {t.row(name)[0] ?? ''}
            </B>
            <T size={9} style={{ flex: 1 }}>
              {t.row(name)[1] ?? ''}
            </T>
          </Row>
        ))}
    </View>
  </View>
);

const Before = ({ t }: { t: Texts }) => (
  <View wrap={false}>
    <Title>{t.text('before.title')}</Title>
    <Line head cells={t.row('before.head')} widths={BEFORE} small={[]} />
    {t.names('before:').map((name) => (
      <Line key={name} cells={t.row(name)} widths={BEFORE} strong={2} small={[]} />
    ))}
    <B size={9} style={{ marginTop: 3 }}>
      {t.text('line at change')}
    </B>
  </View>
);

const Carried = ({ t }: { t: Texts }) => (
  <View wrap={false}>
    <Title>{t.text('carried.title')}</Title>
    <Line head cells={t.row('carried.head')} widths={CARRIED} small={[]} />
    {t.names('carried:').map((name) => (
      <Line key={name} cells={t.row(name)} widths={CARRIED} strong={2} small={[]} />
    ))}
  </View>
);

const Exposure = ({ t }: { t: Texts }) => (
  <View wrap={false}>
    <Title>{t.text('exposure.title')}</Title>
    <Line head cells={t.row('exposure.head')} widths={EXPOSURE} small={[]} />
    {t.names('window.').map((name) => (
      <Line key={name} cells={t.row(name)} widths={EXPOSURE} strong={1} small={[]} />
    ))}
    {t.has('whole') && (
      <Row style={{ marginTop: 2, columnGap: 6 }}>
        <B size={9}>{t.row('whole')[0] ?? ''}</B>
        <T size={9}>{t.row('whole')[1] ?? ''}</T>
      </Row>
    )}
  </View>
);

const Screen = ({ t }: { t: Texts }) => (
  <View wrap={false}>
    <Row style={{ justifyContent: 'space-between', alignItems: 'flex-end' }}>
      <Title>{t.text('screen.title')}</Title>
      <B size={8.5} style={{ marginBottom: 3 }}>
        {t.text('screen.note')}
      </B>
    </Row>
    <View
      style={{
        border: '1.2 solid black',
        paddingVertical: 4,
        paddingHorizontal: 7,
        flexDirection: 'row',
        flexWrap: 'wrap',
        rowGap: 1,
      }}
    >
      {t.names('screen:').map((name) => (
        <Row key={name} style={{ width: '50%' }}>
          <T size={9} style={{ width: 112 }}>
            {t.row(name)[0] ?? ''}
          </T>
          <B size={10.5}>{t.row(name)[1] ?? ''}</B>
        </Row>
      ))}
    </View>
  </View>
);

const Notes = ({ t }: { t: Texts }) => (
  <View>
    <View wrap={false}>
      <Title>{t.text('warnings.title')}</Title>
      {t.names('warning.').map((name) => (
        <Bullet key={name}>{t.text(name)}</Bullet>
      ))}
    </View>
    {t.names('finding.').map((name, i) => (
      <View key={name} wrap={false} style={{ marginBottom: 2 }}>
        {/* A heading never stands alone at the foot of a page. */}
        {i === 0 && <Title>{t.text('findings.title')}</Title>}
        <Bullet>{t.row(name)[0] ?? ''}</Bullet>
        <T size={8.5} style={{ marginLeft: 8, ...grey }}>
          {t.row(name)[1] ?? ''}
        </T>
      </View>
    ))}
    {t.has('caution') && (
      <T size={8} style={{ marginTop: 4 }}>
        {t.text('caution')}
      </T>
    )}
  </View>
);

const Signatures = ({ t }: { t: Texts }) => (
  <View wrap={false} style={{ marginTop: 6, borderTop: HAIR, paddingTop: 4 }}>
    <Row style={{ gap: 14, alignItems: 'flex-start' }}>
      {t.names('signed.').map((name) => (
        <View key={name} style={{ flex: 1 }}>
          <T size={7.5} style={grey}>
            {t.row(name)[0] ?? ''}
          </T>
          {t.row(name)[1] ? <T size={9}>{t.row(name)[1] ?? ''}</T> : <Blank />}
        </View>
      ))}
    </Row>
    <Row style={{ gap: 14, marginTop: 3 }}>
      {t.names('nurse.').map((name) => (
        <View key={name} style={{ flex: 1 }}>
          <Blank />
          <T size={7.5} style={grey}>
            {t.text(name)}
          </T>
        </View>
      ))}
    </Row>
  </View>
);

const Blank = () => <View style={{ borderBottom: HAIR, height: 15 }} />;
