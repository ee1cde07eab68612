import { subjectName } from '../../../engine/answers/subjects.ts';
import { amountIn, factWords } from '../../../words/finding.ts';
import { containerWords, ifNotRollingWords } from '../../../words/en/worst.ts';
import type { Finding, OrderReport } from '../../../engine/checks/report.ts';
import { Derived, DerivationView } from '../../ui/derived.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { Shape, severityOf } from '../../ui/mark.tsx';
import { stepOf } from './line.tsx';
import { barOf } from './bars.ts';
import { RunOutFacts } from './over-time-tables.tsx';
import { isBlocking, ranked } from './findings.ts';

const BINDING = {
  lockout: 'the lockout',
  limit: 'the limit',
  'max-doses-per-hour': 'max doses per hour',
  'dose-limit': 'the limit on doses',
  plan: 'the plan itself',
} as const;

/** What still flows after the limit; a pump that is given none has nothing to say. */
function kvoWords({ regimen, exposure }: OrderReport): string {
  if (regimen.limit === null) return '–';
  if (exposure.atLimitNotKnown === true) return 'not known';
  return exposure.kvoAtLimit ?? 'none: no drug flows';
}

/** Card 4, opened: the most the patient can receive in any window, what bounds it, and what the library allows. */
export function ReceiveDetail({
  report,
  written = false,
}: {
  report: OrderReport | null;
  written?: boolean;
}) {
  if (!report)
    return (
      <div className="empty">
        <span>What the patient can receive stands here as soon as the order can be read.</span>
      </div>
    );
  const hasPatientDoses = report.regimen.demand !== null;
  const { windows, container, timeToLimit, dosesUnderLimit, doseSpacing } = report.exposure;
  const notRolling = ifNotRollingWords(windows.map((w) => ({ window: w.window, amount: w.ifFixed?.shown })));
  return (
    <div className="detail-scroll">
      <table className="table tight exposure">
        <thead>
          <tr>
            <th>In any</th>
            <th className="num">Worst case</th>
            <th>Against the library</th>
            <th className="num">One more dose</th>
            <th className="num">Limit counts</th>
            <th>Bound by</th>
            <th className="num">Oral MME</th>
          </tr>
        </thead>
        <tbody>
          {windows.map((w) => {
            const against = ranked(
              report.findings.filter((f) => subjectName(f.subject) === w.derivation.name && f.limit !== null),
            );
            return (
              <tr key={w.window}>
                <td className="strong">{w.window}</td>
                <td className="num strong">
                  <Derived of={[stepOf(report, 'session-worst'), w.derivation]}>{w.shown}</Derived>
                </td>
                <td>
                  <Bar worst={w.worst} against={against} />
                </td>
                <td className="num">{w.plusOneDose ?? '–'}</td>
                <td className="num">{w.underLimit}</td>
                <td className="bound">
                  {BINDING[w.binding]}
                  {w.kind === 'bound' && <span className="note"> · upper bound</span>}
                </td>
                <td className="num">{w.mme ?? 'not computed'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {notRolling !== null && <p className="note">{unbroken(notRolling)}</p>}
      {report.preparation.also.map((x) => (
        <dl className="facts across" key={x.id} aria-label={`${x.name} in the same container`}>
          {x.windows.map((w) => (
            <div key={w.window}>
              <dt>
                {x.name}, any {w.window}
              </dt>
              <dd>
                <Derived of={[w.derivation]}>{w.shown}</Derived>
              </dd>
            </div>
          ))}
        </dl>
      ))}
      <dl className="facts across">
        {hasPatientDoses && (
          <>
            <div>
              <dt>limit reached after</dt>
              <dd>{timeToLimit ?? 'never'}</dd>
            </div>
            <div>
              <dt>PCA doses under the limit</dt>
              <dd>
                <Derived of={[stepOf(report, 'doses-under-limit')]}>{dosesUnderLimit ?? '–'}</Derived>
              </dd>
            </div>
            <div>
              <dt>then one per</dt>
              <dd>
                <Derived of={[stepOf(report, 'dose-spacing')]}>{doseSpacing ?? '–'}</Derived>
              </dd>
            </div>
            <div>
              <dt>KVO after the limit</dt>
              <dd>
                <Derived of={[stepOf(report, 'kvo-at-limit')]}>{kvoWords(report)}</Derived>
              </dd>
            </div>
          </>
        )}
        {container && (
          <div>
            <dt>the whole container</dt>
            <dd>
              <Derived of={[container.derivation ?? undefined]}>
                {containerWords(
                  { name: report.drug.name, drugAmount: container.amount },
                  report.preparation.also,
                )}
                {container.shown === null
                  ? ', highest rate not known'
                  : ` in ${container.shown} at ${container.rate}`}
              </Derived>
            </dd>
          </div>
        )}
      </dl>
      {report.runOut && <RunOutFacts runOut={report.runOut} />}
      {written && <Written report={report} />}
    </div>
  );
}

/** How each worst case comes about, written out. */
function Written({ report }: { report: OrderReport }) {
  return (
    <section className="below" aria-label="Derivations">
      <h2 className="cap">How it comes about</h2>
      <div className="written">
        {report.exposure.windows.map((w) => (
          <DerivationView key={w.window} d={w.derivation} />
        ))}
      </div>
    </section>
  );
}

/** The same, under a form: what each keystroke does to what the patient can receive. */
export function ExposureBelow({ report }: { report: OrderReport | null }) {
  return (
    <section className="below" aria-label="Exposure">
      <h2 className="cap">Exposure</h2>
      {report ? (
        <ReceiveDetail report={report} />
      ) : (
        <p className="note">Stands here as soon as the order can be read.</p>
      )}
    </section>
  );
}

/** The worst case as a length beside the library's limits as ticks. A picture: the numbers beside it are the answer. */
function Bar({ worst, against }: { worst: string; against: readonly Finding[] }) {
  const bar = barOf(
    worst,
    against.map((f) => amountIn(f.limit)),
  );
  if (!bar) return <span className="note">no limit set for this window</span>;
  const failing = against.some((f) => f.outcome === 'fail' && isBlocking(f));
  const each = against.map(
    (f) =>
      `${f.outcome === 'pass' ? 'within' : 'above'} ${factWords(f.limit) ?? ''} (${severityOf(f) === 'pass' ? f.severity : severityOf(f)})`,
  );
  const words = [...new Set(each)].join(', ');
  return (
    <span className="bar-cell">
      <svg
        className={`exposure-bar ${failing ? 'fails' : ''}`}
        viewBox="0 0 200 14"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect x="0" y="3" width="200" height="8" className="ground" />
        <rect x="0" y="3" width={bar.worst} height="8" className="worst" />
        {bar.limits.map((x) => (
          <path key={x} d={`M${x} 0V14`} className="tick" />
        ))}
      </svg>
      <span className="note">
        {against[0] && <Shape severity={severityOf(against[0])} size={8} />} {words}
      </span>
    </span>
  );
}
