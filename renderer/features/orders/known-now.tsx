import type { OrderNow } from '../../../bridge/order-now.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { findingWords } from '../../../words/finding.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useMay } from '../../session.ts';
import { refusalWords } from '../../../words/refusal.ts';
import { SEVERITY_WORD, Shape, severityOf } from '../../ui/mark.tsx';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { ranked } from './findings.ts';
import { DifferenceList } from './moved.tsx';
import { differences, patientLines } from './shown-lines.ts';

interface Props {
  readonly order: OrderView;
  readonly now: OrderNow;
}

/** What is known now and was not when the order was checked, before and now, and the one way on. */
export function KnownNow({ order, now }: Props) {
  const mayDraft = useMay('order.draft');
  const again = useWrite('order.check-again', (value) =>
    say(
      value.version === order.version
        ? 'Checked again with what is known now.'
        : `Checked again: version ${value.version} is submitted.`,
    ),
  );
  if (ENDED.includes(order.state) || (now.differs.length === 0 && now.holds)) return null;
  const facts =
    now.differs.length === 0
      ? []
      : differences(patientLines(order.patient.record), patientLines(now.patient.record));
  return (
    <section className="question known-now" role="alert" aria-label="Otherwise than when it was checked">
      <b>
        {now.holds
          ? 'The patient’s record says otherwise by now.'
          : 'This changed since the order was checked.'}
      </b>
      {facts.length > 0 && <DifferenceList rows={facts} />}
      {now.merged && <span>The patient’s record went into another one.</span>}
      {now.fresh.length > 0 && (
        <ul className="moved plain-list" aria-label="Stands now">
          {ranked(now.fresh).map((f) => (
            <li key={f.key}>
              <Shape severity={severityOf(f)} size={10} /> {SEVERITY_WORD[severityOf(f)]}:{' '}
              <ins>{findingWords(f).message}</ins>
              {findingWords(f).observed !== null && ` (${findingWords(f).observed ?? ''})`}
            </li>
          ))}
        </ul>
      )}
      {now.issues.map((i) => (
        <span key={`${i.path}${i.code}`}>It can not be computed with this: {refusalWords(i)}</span>
      ))}
      <span className="row">
        <span className="note grow">{fellBack(order, now)}</span>
        {now.again !== null && mayDraft && (
          <button
            type="button"
            className="btn main"
            disabled={again.isBlocked}
            onClick={() => again.mutate({ id: order.id, version: order.version })}
          >
            Check again with what is known now
          </button>
        )}
      </span>
      <Problem failure={failureIn(again)} />
    </section>
  );
}

const ENDED: readonly OrderView['state'][] = ['draft', 'completed', 'discontinued', 'void'];

/** What is lost by checking it again, before anybody does. */
function fellBack(order: OrderView, { again, holds }: OrderNow): string {
  if (again === 'report') {
    const n = order.resolutions.length;
    return n === 0
      ? 'The findings are computed again.'
      : 'The findings are computed again, and what was answered is asked again.';
  }
  if (again === 'version') {
    const lost = [
      ...(order.signatures.some((s) => s.meaning === 'verify') ? ['the verification'] : []),
      ...(order.preparation === null ? [] : [`the preparation (lot ${order.preparation.lot})`]),
      ...(order.releaseCode === null ? [] : [`the code ${order.releaseCode}`]),
    ];
    const next = `Version ${order.version + 1} is submitted`;
    return lost.length === 0
      ? `${next}.`
      : `${next}, and what was done for version ${order.version} counts no more: ${lost.join(', ')}.`;
  }
  return holds && order.state !== 'released' && order.heldFrom !== 'submitted'
    ? 'It was computed with this as well: nothing new stands against the order.'
    : 'The findings are those of before: a change of the order computes them anew.';
}
