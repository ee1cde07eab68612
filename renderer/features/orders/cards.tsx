import type { ReactNode } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import { limitsNotHeld } from '../../../bridge/limits-not-held.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { ifNotRollingWords } from '../../../words/en/worst.ts';
import { Derived } from '../../ui/derived.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { Flag } from '../../ui/mark.tsx';
import { amountText } from '../../ui/amount.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { componentsOf, drugNames } from './components.ts';
import { CardFrame, LinkSign, ReportLink } from './chain.tsx';
import { CARDS, type Card } from './fields.ts';
import { Line, stepOf, stepOfField } from './line.tsx';
import type { OrderDraft } from './draft.ts';
import { atMost, inTitration, isTitrated } from './draft-titration.ts';
import { hasBolus, hasScheduled, KINDS } from './draft-regimen.ts';
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
        ['basal', rateWords(d, d.basal), 'basal rate'],
        ...(hasScheduled(d)
          ? [
              [
                'by the clock',
                `${typed(d.scheduledDose) ?? '–'} every ${typed(d.scheduledEvery) ?? '–'}`,
                'scheduled dose',
              ] as const,
            ]
          : []),
        ['limit', limitWords(d), 'pump limit'],
        ...bolusLine(d),
        ...startLine(d),
      ];
    case 'intermittent':
      return [
        ...startLine(d),
        [atMost(d, 'dose', 'dose'), typed(d.dose), 'scheduled dose'],
        ['over', typed(d.over), ''],
        ['every', typed(d.doseEvery), 'interval of doses'],
      ];
    case 'continuous':
      return [
        ...startLine(d),
        [atMost(d, 'rate', 'rate'), rateWords(d, d.rate), 'continuous rate'],
        ...bolusLine(d),
      ];
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

const rateWords = (d: OrderDraft, rate: OrderDraft['rate']): string | null =>
  d.night ? `${typed(rate) ?? '–'}, by night ${typed(d.nightRate) ?? '–'}` : typed(rate);

/** What is programmed at first, where the regimen states the most. */
const startLine = (d: OrderDraft) =>
  isTitrated(d) ? [['at start', typed(inTitration(d, d.titrateStart)), ''] as const] : [];

const bolusLine = (d: OrderDraft) =>
  hasBolus(d)
    ? [
        [
          'nurse bolus',
          `${typed(d.bolusDose) ?? '–'}, ${d.bolusMost || '–'} in ${typed(d.bolusPer) ?? '–'}`,
          'clinician bolus',
        ] as const,
      ]
    : [];

function limitWords(d: OrderDraft): string | null {
  if (d.limitKind === '') return null;
  if (d.limitKind === 'none') return 'none ordered';
  const most = d.limitKind === 'amount' ? typed(d.limitAmount) : d.limitCount && `${d.limitCount} doses`;
  const second =
    d.limitKind === 'amount' && typed(d.secondAmount)
      ? `, ${typed(d.secondAmount)} in ${typed(d.secondWindow) ?? '–'}`
      : '';
  return `${most || '–'} in ${typed(d.limitWindow) ?? '–'}${second}`;
}

function OrderLines({ draft, report, order, drugName, changed }: Props) {
  const sessions =
    typed(draft.duration) && draft.count !== '' ? `${typed(draft.duration)} × ${draft.count}` : null;
  const start = draft.startDate === '' ? null : `${draft.startDate} ${draft.startTime}`;
  const kind = KINDS.find((k) => k.value === draft.kind)?.label ?? '';
  const others = draft.also.length > 0 ? ` with ${draft.also.length} more` : '';
  const carried = changed ? [] : (order?.carried ?? []);
  return (
    <>
      <div className="drug">
        {report ? drugNames(report) : drugName === '' ? '–' : `${drugName}${others}`}{' '}
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
      {/* What flows of every drug: a rate is written in the first one. */}
      {carried.map((text, i) =>
        text.includes('(') ? (
          <div key={text} className="note">
            {order?.report.regimen.lines[i]?.name} {text}
          </div>
        ) : null,
      )}
    </>
  );
}

function BagLines({ report, order }: Props) {
  const p = report?.preparation;
  const drugs = report ? componentsOf(report) : [];
  const several = drugs.length > 1;
  const { timeZone } = useSession().status;
  // of a container that is made the lots count too
  const bud = order?.preparation?.bud ?? null;
  const made = bud === null ? null : instantWords(bud, timeZone);
  return (
    <>
      {drugs.length === 0 && <div className="big">–</div>}
      {drugs.map((x) => (
        <div key={x.id} className={several ? 'drug' : 'big'}>
          {several && `${x.name} `}
          <Derived of={[stepOf(report, x.step('concentration'))]}>{x.concentration}</Derived>
        </div>
      ))}
      <div className="note sub">
        {p &&
          `${drugs.map((x) => `${several ? `${x.name} ` : ''}${x.drugAmount}`).join(', ')} in ${p.finalVolume}, ${p.diluentName}`}
      </div>
      <dl>
        {drugs.map((x) => (
          <Line
            key={x.id}
            name={several ? `draw ${x.name}` : 'draw'}
            value={x.draw}
            report={report}
            from={x.step('draw')}
          />
        ))}
        {drugs.length === 0 && <Line name="draw" value={null} />}
        {p?.withdraw ? (
          <Line name="withdraw first" value={p.withdraw} report={report} from="withdraw" />
        ) : (
          <Line name="diluent" value={p?.diluent} report={report} from="diluent" />
        )}
        <Line name="fill" value={p?.finalVolume} report={report} from="final-volume" />
        {drugs.map((x) => (
          <Line
            key={x.id}
            name={several ? `vials ${x.name}` : 'vials'}
            value={x.vials}
            report={report}
            from={x.step('vials')}
          />
        ))}
        {drugs.length === 0 && <Line name="vials" value={null} />}
        <div>
          <dt>{made ? 'BUD' : 'BUD within'}</dt>
          <dd>
            {made ? (
              made
            ) : report?.bud.derivation && report.bud.limit ? (
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
        {(report ? limitsNotHeld(report) : []).map((x) => (
          <div key={x.kind === 'doses' ? x.text : x.window} className="said soft">
            <dt>NOT on the pump</dt>
            <dd>{x.kind === 'doses' ? x.text : `${x.amount} in ${x.window}`}</dd>
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

/** The windows that a card has room for. */
const ON_CARD = ['1 h', '4 h', '24 h'];

function ReceiveLines({ report }: Props) {
  const drugs = report ? componentsOf(report) : [];
  const rows = drugs.length > 0 ? drugs : [{ id: '', name: '', windows: [] }];
  const notRolling = ifNotRollingWords(
    ON_CARD.flatMap((name) =>
      drugs.map((x) => ({
        of: drugs.length > 1 ? x.name : '',
        window: name,
        amount: x.windows.find((w) => w.window === name)?.ifFixed?.shown,
      })),
    ),
  );
  const mme = drugs.flatMap((x) => x.windows.find((w) => w.window === '24 h')?.mme ?? []);
  return (
    <>
      <dl>
        {ON_CARD.map((name) =>
          rows.map((x) => {
            const w = x.windows.find((v) => v.window === name);
            return (
              <div key={`${name} ${x.id}`}>
                <dt>
                  any {name}, {drugs.length > 1 ? x.name : 'worst'}
                </dt>
                <dd>{w ? <Derived of={[w.derivation]}>{w.shown}</Derived> : '–'}</dd>
              </div>
            );
          }),
        )}
        <Line name="oral MME, 24 h" value={mme.join(', ')} />
        <Line
          name="after the limit"
          value={report?.exposure.kvoAtLimit}
          report={report}
          from="kvo-at-limit"
        />
      </dl>
      {notRolling !== null && <p className="note">{unbroken(notRolling)}</p>}
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
