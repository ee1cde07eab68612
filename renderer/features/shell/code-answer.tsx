import type { Output } from '../../../bridge/contract.ts';
import { failureIn, useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag, type Severity } from '../../ui/mark.tsx';
import { Problem, Waiting } from '../../ui/states.tsx';
import { stateWord } from '../../ui/states-of-life.ts';
import { labelOf } from '../orders/fields.ts';

type Answer = Output<'code.scan'>;

const STATUS: Readonly<Record<Answer['status'], readonly [Severity, string]>> = {
  current: ['pass', 'Current'],
  'not-released': ['hard', 'Not released yet: do not start what carries this code'],
  'on-hold': ['hard', 'On hold: do not start'],
  superseded: ['hard', 'Superseded: do not use what carries this code'],
  void: ['hard', 'Void: do not use what carries this code'],
  completed: ['hard', 'Completed: the order is over, do not start what carries this code'],
  unknown: ['unknown', 'Unknown here'],
  product: ['info', 'A manufacturer’s pack, not a label of ours'],
};
const ENDED = {
  version: 'Changed',
  'order.hold': 'Put on hold',
  'order.void': 'Voided',
  'order.discontinue': 'Discontinued',
  'order.complete': 'Completed',
} as const;

/** A discontinued order says so, and not that it was void. */
const statusOf = ({ status, state }: Answer): readonly [Severity, string] =>
  status === 'void' && state === 'discontinued'
    ? ['hard', 'Discontinued: do not use what carries this code']
    : STATUS[status];

/** What a scanned code answers: whether it is still true, and if not, what is another now. */
export function CodeAnswer({ code, onGo }: { code: string; onGo: () => void }) {
  const scan = useRead('code.scan', { code });
  if (scan.error) return <Problem failure={failureIn(scan)} />;
  if (!scan.data) return <Waiting what="the code" />;
  const found = scan.data;
  const [severity, words] = statusOf(found);
  return (
    <output className="stack pad">
      <Flag severity={severity}>{words}</Flag>
      <Order found={found} onGo={onGo} />
      <Ended found={found} />
      <Restored found={found} />
      {found.changed.length > 0 && (
        <table className="table" aria-label="What changed since it was printed">
          <thead>
            <tr>
              <th>Changed</th>
              <th>On the print-out</th>
              <th>Now</th>
            </tr>
          </thead>
          <tbody>
            {found.changed.map((c) => (
              <tr key={c.path}>
                <td>{labelOf(c.path)}</td>
                <td>{c.from ?? 'none'}</td>
                <td className="strong">{c.to ?? 'none'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.elements.map((e) => (
        <span key={e.ai}>
          <span className="note">
            ({e.ai}) {e.title}
          </span>{' '}
          <span className="strong">{e.value}</span>
        </span>
      ))}
    </output>
  );
}

function Order({ found, onGo }: { found: Answer; onGo: () => void }) {
  const { status } = useSession();
  if (found.orderId === null) return null;
  return (
    <>
      <a href={hashOf({ at: 'order', id: found.orderId })} onClick={onGo} className="strong">
        Order {found.number}, version {found.version}
        {found.currentVersion !== found.version && ` (now version ${found.currentVersion})`}
      </a>
      <span className="note">
        {found.state !== null && stateWord(found.state)}
        {found.at !== null && ` · ${instantWords(found.at, status.timeZone)}`}
        {found.by !== null && ` · ${found.by}`}
        {found.serial !== null && ` · container ${found.serial}`}
      </span>
    </>
  );
}

function Ended({ found: { ended } }: { found: Answer }) {
  const { status } = useSession();
  if (ended === null) return null;
  return (
    <span>
      {ENDED[ended.what]} {instantWords(ended.at, status.timeZone)} by {ended.by}
      {ended.reason !== null && `: ${ended.reason}`}
    </span>
  );
}

function Restored({ found: { restored } }: { found: Answer }) {
  const { status } = useSession();
  if (restored === null) return null;
  return (
    <Flag severity="soft">
      A backup was put back {instantWords(restored.at, status.timeZone)} by {restored.by}. What was decided of
      this order between the backup and then is not here: compare with the papers before you use it.
    </Flag>
  );
}
