import { citation } from '../../../words/citation.ts';
import { ifNotRollingWords } from '../../../words/en/worst.ts';
import type { ExposureAnswer } from '../../../engine/timeline/answer.ts';
import type { RunOutAnswer } from '../../../engine/checks/report.ts';
import { Derived } from '../../ui/derived.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { Flag } from '../../ui/mark.tsx';

type ExposureLine = ExposureAnswer['lines'][number];
interface Props {
  readonly line: ExposureLine;
  readonly clock: (instant: string) => string;
}

/** Every window of a line: what the chart shows, for reading. */
export function WindowTable({ line, clock }: Props) {
  const notRolling = ifNotRollingWords(
    line.windows.map((w) => ({ window: w.window, amount: w.boundIfFixed })),
  );
  return (
    <>
      <table className="table tight">
        <caption className="sr">{line.name} in any window, at worst and as expected</caption>
        <thead>
          <tr>
            <th scope="col">In any</th>
            <th scope="col" className="num">
              Worst case
            </th>
            <th scope="col" className="num">
              Pressed from the start
            </th>
            <th scope="col">until</th>
            <th scope="col" className="num">
              One more dose
            </th>
            <th scope="col" className="num">
              Expected
            </th>
          </tr>
        </thead>
        <tbody>
          {line.windows.map((w) => (
            <tr key={w.window}>
              <td className="strong">{w.window}</td>
              {/* whenever pressed: the figure of the card */}
              <td className="num strong">{w.bound}</td>
              <td className="num">{w.worst.amount}</td>
              <td>{w.worst.endsAt && clock(w.worst.endsAt.at)}</td>
              <td className="num">{w.plusOneDose}</td>
              <td className="num">{w.expected.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {notRolling !== null && <p className="note">{unbroken(notRolling)}</p>}
    </>
  );
}

/** When each limit is first passed. */
export function LimitsPassed({ line, clock }: Props) {
  const worst = line.limits.filter((l) => l.use === 'worst');
  const expected = (id: string) => line.limits.find((l) => l.id === id && l.use === 'expected')?.at ?? null;
  return (
    <>
      {line.apart.length > 0 && (
        <p className="note">Without a factor and not in this sum: {line.apart.join(', ')}.</p>
      )}
      {worst.length === 0 ? (
        <p className="note">The library sets no limit with a window here.</p>
      ) : (
        <table className="table tight">
          <caption className="sr">When each limit is first passed</caption>
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col" className="num">
                Amount
              </th>
              <th scope="col">First passed at worst</th>
              <th scope="col">As expected</th>
              <th scope="col">Says</th>
            </tr>
          </thead>
          <tbody>
            {worst.map((l) => {
              const hoped = expected(l.id);
              return (
                <tr key={`${l.id}${l.amount}`} title={citation(l.source)}>
                  <td>
                    <Flag severity={l.at === null ? 'pass' : l.severity}>{l.id}</Flag>
                  </td>
                  <td className="num">
                    {l.amount} in {l.window}
                  </td>
                  <td className={l.at === null ? '' : 'strong'}>
                    {l.at
                      ? clock(l.at.at)
                      : l.atClosed
                        ? `with one more dose, ${clock(l.atClosed.at)}`
                        : 'never'}
                  </td>
                  <td>{hoped ? clock(hoped.at) : 'never'}</td>
                  <td className="note loose">
                    {l.name}
                    {l.unsure !== null && ` Held against until known: ${l.unsure}.`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}

/** How long one container lasts, and what ends its use. */
export function RunOutFacts({ runOut: r }: { runOut: RunOutAnswer }) {
  const lasts = (text: string | null) =>
    text ?? (r.missing.some((m) => m.includes('usable')) ? 'not known' : 'all sessions');
  const isStated = !r.missing.some((m) => m.startsWith('doses per hour'));
  return (
    <>
      <dl className="facts across">
        <div>
          <dt>container lasts at worst</dt>
          <dd>{lasts(r.shortest)}</dd>
        </div>
        <div>
          <dt>as expected</dt>
          <dd>{isStated ? lasts(r.expected) : 'not stated'}</dd>
        </div>
        <div>
          <dt>without presses</dt>
          <dd>{lasts(r.longest)}</dd>
        </div>
        <div>
          <dt>use ends after</dt>
          <dd>
            <Derived of={[r.derivation ?? undefined]}>{r.until ?? '–'}</Derived>
          </dd>
        </div>
      </dl>
      <p className="note">
        {r.binds !== null && `Binds: ${r.binds}. `}
        {r.missing.length > 0 && `Not known: ${r.missing.join('; ')}.`}
      </p>
    </>
  );
}
