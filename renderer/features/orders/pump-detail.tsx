import { citation } from '../../../words/citation.ts';
import { limitsNotHeld } from '../../../bridge/limits-not-held.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { Derived } from '../../ui/derived.tsx';
import { Flag } from '../../ui/mark.tsx';
import { percentText } from '../../ui/percent.ts';
import { stepOfField } from './line.tsx';

type Row = OrderReport['program']['fields'][number];

/** Card 3, opened: what is set on the pump, in the order of its screens. */
export function PumpDetail({ report }: { report: OrderReport | null }) {
  if (!report)
    return (
      <div className="empty">
        <span>The program stands here as soon as the order can be read.</span>
      </div>
    );
  const notHeld = limitsNotHeld(report);
  return (
    <div className="detail-scroll">
      <table className="table tight">
        <thead>
          <tr>
            <th>{report.program.model}</th>
            <th className="num">Ordered</th>
            <th className="num">Set on the pump</th>
            <th className="num">In volume</th>
            <th>On its grid</th>
            <th>Range</th>
            <th>Note</th>
          </tr>
        </thead>
        <tbody>
          {report.program.fields.map((f) => (
            <FieldRow key={f.id} f={f} report={report} />
          ))}
        </tbody>
      </table>
      {[...notHeld, ...report.program.warnings].length > 0 && (
        <ul className="warnings">
          {notHeld.map((x) => (
            <li key={x.kind === 'doses' ? x.text : x.window}>
              <Flag severity="soft">not on the pump</Flag> at most{' '}
              {x.kind === 'doses' ? x.text : `${x.amount} in ${x.window}`}: ordered, and this program does not
              hold it
            </li>
          ))}
          {report.program.warnings.map((w) => (
            <li key={w}>
              <Flag severity="info">pump</Flag> {w}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function FieldRow({ f, report }: { f: Row; report: OrderReport }) {
  const grid = f.programmed === null ? '' : f.onGrid;
  return (
    <tr>
      <td className="strong">{f.label}</td>
      <td className="num">{f.ordered ?? '–'}</td>
      <td className="num strong">
        {f.programmed === null ? (
          'not used'
        ) : (
          <Derived of={[stepOfField(report, f.id)]}>{f.programmed}</Derived>
        )}
      </td>
      <td className="num">{f.volume ?? ''}</td>
      <td>
        {grid === 'on-grid' && <Flag severity="pass">on grid</Flag>}
        {grid === 'off-grid' && (
          <>
            <Flag severity="soft">off grid</Flag>{' '}
            <span className="note">
              {[f.below, f.above]
                .filter((n) => n !== null)
                .map((n) => `${n.value} (${percentText(n.deviation)})`)
                .join(' or ')}
            </span>
          </>
        )}
        {grid === 'step-not-known' && <Flag severity="unknown">step not known</Flag>}
        {f.step && grid !== '' && <span className="note"> step {f.step.value}</span>}
      </td>
      <td
        title={[f.min, f.max]
          .filter((x) => x !== null)
          .map((x) => citation(x.source))
          .join('; ')}
      >
        {f.range === 'outside' && <Flag severity="hard">outside</Flag>}
        {f.range === 'not-known' && f.programmed !== null && <Flag severity="unknown">not known</Flag>}
        {(f.min || f.max) && (
          <span className="note">
            {' '}
            {f.min?.value ?? ''} to {f.max?.value ?? ''}
          </span>
        )}
      </td>
      <td className="note loose">{f.note ?? ''}</td>
    </tr>
  );
}
