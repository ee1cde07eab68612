import { findingWords } from '../../../words/finding.ts';
import type { OrderNow } from '../../../bridge/order-now.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { stateWord } from '../../ui/states-of-life.ts';
import { Derived } from '../../ui/derived.tsx';
import { courseLines } from './course-lines.ts';
import { DoubleChecks } from './double-checks.tsx';
import { stepOf } from './line.tsx';

/** The finding that somebody answered, in its words; one of an earlier report may stand no more. */
function passedWords({ report, preparation }: OrderView, key: string): string {
  const f = [...report.findings, ...(preparation?.findings ?? [])].find((x) => x.key === key);
  return f === undefined
    ? 'a finding of an earlier report'
    : `${findingWords(f).message} (${findingWords(f).subject})`;
}

/** Card 1, opened on a saved order: all that was ordered, who signed what, and the versions before. */
export function OrderDetail({ order, now }: { order: OrderView; now: OrderNow }) {
  const { status } = useSession();
  const { content: c, report } = order;
  const at = (instant: string) => instantWords(instant, status.timeZone);
  const lines: (readonly [string, React.ReactNode])[] = [
    ...report.regimen.lines.map(
      (l) =>
        [
          l.name,
          l.exact === l.ordered ? (
            l.ordered
          ) : (
            <>
              {l.ordered} <span className="note">=</span>{' '}
              <Derived of={[stepOf(report, l.id)]}>{l.exact}</Derived>
            </>
          ),
        ] as const,
    ),
    ['sessions', `${c.sessions.duration}, every ${c.sessions.every}, ${c.sessions.count} times`],
    ['first starts', at(c.sessions.start)],
    ...(c.companions ?? []).map(
      (m) =>
        [
          m.drug,
          `${m.dose} ${m.route}, ${m.kind === 'prn' ? 'as needed, ' : ''}not sooner than ${m.every}, ${m.mostPerDay} in 24 h`,
        ] as const,
    ),
    ...(c.concentration === undefined ? [] : [['concentration ordered', c.concentration] as const]),
    ...courseLines(c.course, at),
    ['naloxone', c.naloxone === 'none' ? 'neither ordered nor refused' : c.naloxone],
    ['for this patient', c.firstOrder ? 'first order of this drug' : 'continues'],
    [
      'prescriber',
      `${order.prescriber.record.name}, ${order.prescriber.record.credentials} · ${order.prescriber.record.phone}`,
    ],
    ['Rx', order.rx],
    ...(c.protocol === undefined ? [] : [['started from protocol', c.protocol] as const]),
    ...(c.note === undefined ? [] : [['note', c.note] as const]),
  ];
  return (
    <section
      className="detail-scroll order-detail"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be scrolled by keyboard too
      tabIndex={0}
      aria-label="The order, its signatures and versions"
    >
      <div className="stack">
        <h2 className="cap">As ordered</h2>
        <dl className="facts">
          {lines.map(([k, v]) => (
            <div key={k}>
              <dt>{k}</dt>
              <dd className="wrapped">{v}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="stack">
        <h2 className="cap">Signatures</h2>
        {order.signatures.length === 0 ? (
          <p className="note">None yet.</p>
        ) : (
          <ul className="plain-list">
            {order.signatures.map((s) => (
              <li key={`${s.meaning}-${s.at}-${s.hash}`}>
                <span className="strong">{s.meaning === 'resolve' ? 'answered' : s.meaning}</span> {s.user},{' '}
                {s.credentials} <span className="note">{at(s.at)}</span>
                {s.finding !== null && <div className="note">{passedWords(order, s.finding)}</div>}
              </li>
            ))}
          </ul>
        )}
        <DoubleChecks order={order} />
        <h2 className="cap">Steps of this version</h2>
        <ul className="plain-list">
          {now.steps.map((s) => (
            <li key={`${s.state}-${s.at}`}>
              <span className="strong">{stateWord(s.state)}</span> {s.by}{' '}
              <span className="note">
                {at(s.at)}
                {s.reason !== null && ` · ${s.reason}`}
              </span>
            </li>
          ))}
        </ul>
        <h2 className="cap">Versions</h2>
        <ul className="plain-list">
          {order.history.toReversed().map((h) => (
            <li key={h.version}>
              <span className="strong">v{h.version}</span> {h.by}{' '}
              <span className="note">
                {at(h.at)}
                {h.reason !== null && ` · ${h.reason}`}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
