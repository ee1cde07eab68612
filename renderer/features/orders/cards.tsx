import type { ReactNode } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/report.ts';
import { Derived } from '../../ui/derived.tsx';
import { Flag } from '../../ui/mark.tsx';
import { amountText } from '../../ui/amount.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { CardFrame, LinkSign, ReportLink } from './chain.tsx';
import { CARDS, type Card } from './fields.ts';
import { Line, stepOf, stepOfField } from './line.tsx';
import type { OrderDraft } from './draft.ts';
import { KINDS } from './draft-regimen.ts';
import { printState } from './print-state.ts';

interface Props {
  readonly draft: OrderDraft;
  readonly report: OrderReport | null;
  readonly order: OrderView | null;
  readonly drugName: string;
  readonly open: Card;
  readonly refused: (card: Card) => boolean;
  readonly onOpen: (card: Card) => void;
  readonly changed: boolean;
}

const typed = (a: { number: string; unit: string }) => (a.number === '' ? null : amountText(a));

/** The chain: five cards, and between two of them the state of their join. */
export function Chain(props: Props) {
  const { report, order, changed } = props;
  const print = printState(order, changed);
  const answered = new Set(changed ? [] : order?.resolutions.flatMap((r) => (r.complete ? [r.key] : [])));
  return (
    <div className="chain">
      {frame('order', 'Order', <OrderLines {...props} />, props)}
      <ReportLink report={report} link="order-bag" answered={answered} />
      {frame('bag', 'Bag', <BagLines {...props} />, props)}
      <ReportLink report={report} link="bag-pump" answered={answered} />
      {frame('pump', 'Pump', <PumpLines {...props} />, props)}
      <ReportLink report={report} link="pump-receive" answered={answered} />
      {frame('receive', 'Patient can receive', <ReceiveLines {...props} />, props)}
      <LinkSign link="receive-print" state={print.state} why={print.why} />
      {frame('print', 'Print', <PrintLines {...props} />, props)}
    </div>
  );
}

function frame(card: Card, title: string, children: ReactNode, { open, refused, onOpen }: Props) {
  return (
    <CardFrame
      card={card}
      n={CARDS.indexOf(card) + 1}
      title={title}
      open={open === card}
      refused={refused(card)}
      onOpen={onOpen}
    >
      {children}
    </CardFrame>
  );
}

/** The first lines of a regimen, as typed and, once the host has read it, in exact amounts. */
function orderLines(
  d: OrderDraft,
): readonly (readonly [name: string, value: string | null, subject: string])[] {
  switch (d.kind) {
    case 'pca':
      return [
        ['demand dose', typed(d.demand), 'demand dose'],
        ['lockout', typed(d.lockout), 'lockout'],
        [
          'basal',
          d.night ? `${typed(d.basal) ?? '–'}, by night ${typed(d.nightRate) ?? '–'}` : typed(d.basal),
          'basal rate',
        ],
        ['limit', limitWords(d), 'pump limit'],
      ];
    case 'intermittent':
      return [
        ['dose', typed(d.dose), 'scheduled dose'],
        ['over', typed(d.over), ''],
        ['every', typed(d.doseEvery), 'interval of doses'],
      ];
    case 'continuous':
      return [['rate', typed(d.rate), 'continuous rate']];
    case 'taper':
      return d.steps
        .slice(0, 4)
        .map((s, i) => [`step ${i + 1}`, `${typed(s.rate) ?? '–'} for ${typed(s.lasts) ?? '–'}`, '']);
    case 'nerve-block':
      return [
        [d.through === 'elastomeric' ? 'nominal flow' : 'rate', typed(d.rate), 'basal rate'],
        ['bolus', typed(d.demand), 'demand dose'],
        ['lockout', typed(d.lockout), 'lockout'],
      ];
  }
}

function limitWords(d: OrderDraft): string | null {
  if (d.limitKind === '') return null;
  if (d.limitKind === 'none') return 'none ordered';
  const most = d.limitKind === 'amount' ? typed(d.limitAmount) : d.limitCount && `${d.limitCount} doses`;
  return `${most || '–'} in ${typed(d.limitWindow) ?? '–'}`;
}

function OrderLines({ draft, report, drugName }: Props) {
  const sessions =
    typed(draft.duration) && draft.count !== '' ? `${typed(draft.duration)} × ${draft.count}` : null;
  const start = draft.startDate === '' ? null : `${draft.startDate} ${draft.startTime}`;
  const kind = KINDS.find((k) => k.value === draft.kind)?.label ?? '';
  const others = draft.also.length > 0 ? ` + ${draft.also.length} more` : '';
  return (
    <>
      <div className="drug cut">
        {drugName === '' ? '–' : drugName}
        {others}{' '}
        <span className="note">
          {kind} {draft.route}
        </span>
      </div>
      <dl>
        {orderLines(draft).map(([name, value, subject]) => (
          <Line
            key={name}
            name={name}
            value={value}
            report={report}
            subject={subject}
            from={name === 'demand dose' && draft.demand.unit.includes('/kg') ? 'demand' : 'none'}
          />
        ))}
        <Line name="sessions" value={sessions} report={report} subject="session length" />
        <Line name="first" value={start} />
        {draft.companions.length > 0 && <Line name="companions" value={`${draft.companions.length}`} />}
      </dl>
    </>
  );
}

function BagLines({ report }: Props) {
  const p = report?.preparation;
  const concentration = stepOf(report, 'concentration');
  return (
    <>
      <div className="big">{p ? <Derived of={[concentration]}>{p.concentration}</Derived> : '–'}</div>
      <div className="note cut sub">{p ? `${p.drugAmount} in ${p.finalVolume}, ${p.diluentName}` : null}</div>
      <dl>
        <Line name="draw" value={p?.draw} report={report} from="draw" />
        {p?.withdraw ? (
          <Line name="withdraw first" value={p.withdraw} report={report} from="withdraw" />
        ) : (
          <Line name="diluent" value={p?.diluent} report={report} from="diluent" />
        )}
        {p?.also.map((x) => (
          <Line key={x.id} name={`draw ${x.name}`} value={x.draw} report={report} from={`draw-${x.id}`} />
        ))}
        <Line name="fill" value={p?.finalVolume} report={report} from="final-volume" />
        <Line name="vials" value={p ? p.vials : null} report={report} from="vials" />
        <div>
          <dt>BUD within</dt>
          <dd>
            {report?.bud.derivation && report.bud.limit ? (
              <Derived of={[report.bud.derivation]}>{report.bud.limit}</Derived>
            ) : (
              (report?.bud.limit ?? '–')
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}

/** What of the pump's fields a card has room for, in the order of its screens. */
const NOT_ON_CARD =
  /^(?:units|route|concentration|reservoir-volume|kvo-at-limit|limit-window|max-doses|steps$|loading)/;
const LINES = 5;

function PumpLines({ report }: Props) {
  const fields = report?.program.fields ?? [];
  const off = fields.filter((f) => f.onGrid === 'off-grid');
  const outside = fields.filter((f) => f.range === 'outside');
  const unknown = fields.filter((f) => f.onGrid === 'step-not-known' || f.range === 'not-known');
  const of = (id: string) => fields.find((f) => f.id === id);
  const shown = fields
    .filter((f) => !NOT_ON_CARD.test(f.id) && (f.programmed !== null || f.id === 'limit'))
    .slice(0, LINES);
  return (
    <>
      <div className="drug cut">{report?.program.model ?? '–'}</div>
      <dl>
        <Line
          name="concentration"
          value={of('concentration')?.programmed}
          report={report}
          from="concentration"
        />
        {shown.map((f) => (
          <div key={f.id} className={f.onGrid === 'off-grid' ? 'said soft' : ''}>
            <dt>{f.label}</dt>
            <dd>
              {f.volume && <span className="note">{f.volume} </span>}
              {f.programmed ? (
                <Derived of={[stepOfField(report, f.id)]}>{f.programmed}</Derived>
              ) : f.id === 'limit' ? (
                'none'
              ) : (
                '–'
              )}
            </dd>
          </div>
        ))}
      </dl>
      <div className="foot">
        {report === null ? null : fields.length === 0 ? (
          <Flag severity="hard">no such way of delivery</Flag>
        ) : outside.length > 0 ? (
          <Flag severity="hard">{outside.length} outside the pump’s range</Flag>
        ) : off.length > 0 ? (
          <Flag severity="soft">{off.length} off the pump’s grid</Flag>
        ) : unknown.length > 0 ? (
          <Flag severity="unknown">{unknown.length} not known</Flag>
        ) : (
          <Flag severity="pass">every value on the grid</Flag>
        )}
      </div>
    </>
  );
}

function ReceiveLines({ report }: Props) {
  const windows = report?.exposure.windows ?? [];
  const day = windows.find((w) => w.window === '24 h');
  return (
    <>
      <dl>
        {['1 h', '4 h', '24 h'].map((name) => {
          const w = windows.find((x) => x.window === name);
          return (
            <div key={name}>
              <dt>any {name}, worst</dt>
              <dd>{w ? <Derived of={[w.derivation]}>{w.shown}</Derived> : '–'}</dd>
            </div>
          );
        })}
        <Line name="oral MME, 24 h" value={day?.mme} />
        <Line
          name="after the limit"
          value={report?.exposure.kvoAtLimit}
          report={report}
          from="kvo-at-limit"
        />
      </dl>
      <div className="note foot">
        {report === null
          ? ''
          : report.exposure.timeToLimit !== null
            ? `limit reached after ${report.exposure.timeToLimit}`
            : report.regimen.demand === null
              ? 'the plan alone bounds it'
              : 'the lockout alone bounds it'}
      </div>
    </>
  );
}

function PrintLines({ order, changed }: Props) {
  const { status } = useSession();
  const last = (kind: string) => order?.printOuts.filter((p) => p.kind === kind).at(-1);
  const words = (kind: string) => {
    const p = last(kind);
    if (!p) return <span className="note">not printed</span>;
    return p.stale ? <Flag severity="hard">superseded</Flag> : instantWords(p.at, status.timeZone).slice(5);
  };
  return (
    <>
      <dl>
        <Line name="label" value={words('label')} />
        <Line name="pump sheet" value={words('pump-sheet')} />
      </dl>
      <div className="foot">
        <div className="note">release code</div>
        <div className="code mono">{order?.releaseCode && !changed ? order.releaseCode : 'none yet'}</div>
      </div>
    </>
  );
}
