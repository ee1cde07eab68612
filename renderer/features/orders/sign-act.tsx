import { useState } from 'react';
import { limitsNotHeld } from '../../../bridge/limits-not-held.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { capital } from '../calculators/draft.ts';
import { AreaField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';
import { strengths } from './components.ts';
import { useLook } from './look.ts';
import { movedIn } from './moved.tsx';
import { labelWords } from '../../../words/label-state.ts';

export type Signed = 'verify' | 'final-check' | 'release' | 'void' | 'resume';

const WORDS = {
  verify: {
    title: 'Verify the order',
    act: 'Verify',
    meaning: 'I have checked this order against the patient, and every finding is answered.',
  },
  'final-check': {
    title: 'Final check',
    act: 'Sign the final check',
    meaning:
      'I did not prepare this. I have compared product, label and pump sheet with the verified order, and they agree.',
  },
  release: {
    title: 'Release',
    act: 'Release',
    meaning: 'This preparation may leave the pharmacy for this patient.',
  },
  void: {
    title: 'Void the order',
    act: 'Void',
    meaning: 'This order is void. What carries its code must not be used.',
  },
} as const;

/** What was ordered, and, where the text of it does not say so itself, what that is of every drug. */
const carriedText = (ordered: string, carried: string): string =>
  carried === ordered || carried.startsWith(`${ordered} (`) ? carried : `${ordered} = ${carried}`;

/** A window and its amount stand on one line: `72 h` below and `in any` above reads as something else. */
const NO_BREAK = '\u00a0';
const windowsText = (windows: OrderView['report']['exposure']['windows']): string =>
  windows.map((w) => `${w.shown} in any ${w.window}`.replaceAll(' ', NO_BREAK)).join(', ');

interface Props {
  readonly order: OrderView;
  readonly signed: Signed;
  readonly onClose: () => void;
  /** to the papers of the order, where there are any */
  readonly onPapers?: (() => void) | undefined;
}

/** The signatures of an order's life, each with what it means and what exactly is signed. */
export function SignAct({ order, signed, onClose, onPapers }: Props) {
  return signed === 'resume' ? (
    <Resume order={order} onClose={onClose} />
  ) : (
    <Signature order={order} signed={signed} onClose={onClose} onPapers={onPapers} />
  );
}

function Signature({
  order,
  signed,
  onClose,
  onPapers,
}: Omit<Props, 'signed'> & { readonly signed: keyof typeof WORDS }) {
  const { status } = useSession();
  const signer = useSigner();
  const [reason, setReason] = useState('');
  const verify = useWrite('order.verify', onClose);
  const check = useWrite('order.final-check', onClose);
  const release = useWrite('order.release', onClose);
  const cancel = useWrite('order.void', onClose);
  const used = { verify, 'final-check': check, release, void: cancel }[signed];
  const look = useLook(`order.${signed}`, order);
  const subject = { id: order.id, version: order.version, shown: look.seen.shown };
  const send = (password: string) => {
    if (signed === 'verify') verify.mutate({ ...subject, password });
    if (signed === 'final-check') check.mutate({ ...subject, password });
    if (signed === 'release') release.mutate({ ...subject, password });
    if (signed === 'void') cancel.mutate({ ...subject, reason, password });
  };
  const { content: c, report } = order;
  const bud = order.preparation?.bud
    ? instantWords(order.preparation.bud, status.timeZone)
    : report.bud.limit === null
      ? 'not known'
      : `within ${report.bud.limit}`;
  const facts: [string, string][] = [
    ['Order', `${order.number}, version ${order.version}`],
    [
      'Patient',
      `${order.patient.record.family.toUpperCase()}, ${order.patient.record.given}, born ${order.patient.record.birthDate}`,
    ],
    ['Drug', `${strengths(report)}, ${c.route}`],
    ...report.regimen.lines.map((l, i): [string, string] => [
      capital(l.name),
      order.carried[i] === undefined ? l.ordered : carriedText(l.ordered, order.carried[i]),
    ]),
    ...limitsNotHeld(report).map((x): [string, string] => [
      'NOT on the pump',
      x.kind === 'doses' ? x.text : `${x.amount} in ${x.window}`,
    ]),
    ['Pump', `${report.program.model}, ${report.program.mode}`],
    [
      'Sessions',
      `${c.sessions.count} of ${c.sessions.duration}, every ${c.sessions.every}, from ${instantWords(c.sessions.start, status.timeZone)}`,
    ],
    [
      report.preparation.also.length === 0 ? 'Worst case' : `Worst case, ${report.drug.name}`,
      windowsText(report.exposure.windows),
    ],
    ...report.preparation.also.map((x): [string, string] => [
      `Worst case, ${x.name}`,
      windowsText(x.windows),
    ]),
    ['BUD', bud],
    ...(order.carried.length === 0 ? [] : [['Label', '4 × 3 in or larger'] as [string, string]]),
    ...(order.releaseCode === null ? [] : [['Release code', order.releaseCode] as [string, string]]),
  ];
  const { title, act, meaning } = WORDS[signed];
  const needsLabel = (signed === 'final-check' || signed === 'release') && order.label !== 'printed';
  const failure = failureIn(used);
  return (
    <SignDialog
      title={title}
      meaning={meaning}
      facts={facts}
      signer={signer}
      act={act}
      busy={used.isBlocked}
      failure={failure}
      shown={['reason', ...(needsLabel ? ['label'] : [])]}
      onSign={send}
      onClose={onClose}
      danger={signed === 'void'}
      moved={needsLabel ? <LabelMissing order={order} onPapers={onPapers} /> : movedIn(look)}
    >
      {signed === 'void' ? (
        <AreaField
          label="Reason"
          name="reason"
          value={reason}
          onChange={setReason}
          issues={FieldIssues.of(failure).at('reason')}
        />
      ) : undefined}
    </SignDialog>
  );
}

/** What stands in the way of a signature under a container without a label, and the way to print one. */
function LabelMissing({ order, onPapers }: Pick<Props, 'order' | 'onPapers'>) {
  const { containers } = order.content.preparation;
  return (
    <div className="question" role="alert" aria-label="No label">
      <b>{labelWords(order.label)}</b>
      <span>
        The label is compared with the record
        {containers === '1' ? '' : `, on each of the ${containers} containers`}. Print it first.
      </span>
      {onPapers !== undefined && (
        <span className="row end">
          <button type="button" className="btn" onClick={onPapers}>
            Print the label
          </button>
        </span>
      )}
    </div>
  );
}

function Resume({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const resume = useWrite('order.resume', onClose);
  const look = useLook('order.resume', order);
  return (
    <ReasonSignDialog
      title="Resume"
      meaning={`This order goes back to where it was held${order.heldFrom === null ? '' : `: ${order.heldFrom}`}.`}
      facts={[
        ['Order', `${order.number}, version ${order.version}`],
        ['Patient', `${order.patient.record.family.toUpperCase()}, ${order.patient.record.given}`],
      ]}
      act="Resume"
      busy={resume.isBlocked}
      failure={failureIn(resume)}
      onClose={onClose}
      moved={movedIn(look)}
      onSign={(signed) =>
        resume.mutate({ id: order.id, version: order.version, shown: look.seen.shown, ...signed })
      }
    />
  );
}
