import { citation } from '../../../words/citation.ts';
import type { CallFailure } from '../../api.ts';
import { issuesIn } from '../../messages.ts';
import { useSession } from '../../session.ts';
import { DerivationView } from '../../ui/derived.tsx';
import { Flag } from '../../ui/mark.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { copyText } from './copy.ts';
import { capital, givenWords, pathWords, type Answer, type CalculatorView, type Values } from './draft.ts';
import { exactWords, figureWords, plainText, ruleWords, warningWords } from './plain-text.ts';
import { say } from '../../ui/say.ts';

interface ResultProps {
  readonly calc: CalculatorView;
  readonly values: Values;
  readonly answer: Answer | null;
  readonly failure: CallFailure | null;
  readonly waiting: boolean;
}

/** Each result large, exact and rounded; then how it was derived. The part of the room that is printed. */
export function Result({ calc, values, answer, failure, waiting }: ResultProps) {
  const zone = useSession().status.timeZone;
  const ready = answer !== null && !waiting;
  const copy = async () => {
    if (answer === null) return;
    const done = await copyText(plainText(calc, values, answer, zone));
    say(done ? 'Copied, with the derivation' : 'The clipboard does not take it: nothing was copied');
  };
  return (
    <section className="calc-result panel" aria-label="Result" aria-busy={waiting}>
      <header className="row">
        <h2 className="grow calc-title">
          <span className="calc-screen">Result</span>
          <span className="calc-paper">{calc.title}</span>
        </h2>
        <span className="row calc-screen">
          <button type="button" className="btn small" disabled={!ready} onClick={() => void copy()}>
            Copy
          </button>
          <button type="button" className="btn small" disabled={!ready} onClick={() => window.print()}>
            Print
          </button>
        </span>
      </header>
      <div className={`calc-answer ${waiting ? 'stale' : ''}`}>
        {answer === null ? (
          <NotYet calc={calc} failure={failure} />
        ) : (
          <AnswerView calc={calc} values={values} answer={answer} />
        )}
        <About calc={calc} />
      </div>
    </section>
  );
}

function NotYet({ calc, failure }: { calc: CalculatorView; failure: CallFailure | null }) {
  const issues = issuesIn(failure);
  const missing = issues.filter((i) => i.code === 'missing');
  if (failure === null) return <p className="note">The result stands here while you type.</p>;
  return (
    <output className="stack">
      {issues.length > missing.length && <p>A field is refused: see there. No result is shown.</p>}
      {missing.length > 0 && (
        <p className="note">
          Still needed: {missing.map((i) => pathWords(calc.inputs, i.path).toLowerCase()).join('; ')}
          {calc.solveFor !== null && ' (one of them may stay empty)'}.
        </p>
      )}
    </output>
  );
}

function AnswerView({ calc, values, answer }: { calc: CalculatorView; values: Values; answer: Answer }) {
  const zone = useSession().status.timeZone;
  return (
    <>
      <dl className="facts calc-paper">
        {givenWords(calc.inputs, values, zone).map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <ul className="calc-outputs" aria-live="polite">
        {Object.entries(answer.outputs).map(([name, o]) => (
          <li key={name}>
            <div className="note">{capital(o.label)}</div>
            <div className="calc-figure">
              {figureWords(o, zone)}
              {o.unit !== '' && <span className="calc-unit">{`\u00a0${o.unit}`}</span>}
            </div>
            {o.rounding !== null && (
              <div className="calc-exact">
                {unbroken(exactWords(o))}
                <br />
                {unbroken(ruleWords(o))}
              </div>
            )}
            {o.exactness !== 'exact' && <div className="note">{o.exactness}</div>}
          </li>
        ))}
      </ul>
      {answer.warnings.map((w) => (
        <p key={`${w.path}|${w.code}`} className="row">
          <Flag severity="soft">warning</Flag> {warningWords(calc, w)}
        </p>
      ))}
      {answer.table && <TableView table={answer.table} />}
      <h3 className="cap">Derivation</h3>
      <div className="calc-lines">
        {answer.derivations.map((d, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- lines have no other identity, and never move
          <DerivationView key={`${d.id}-${at}`} d={d} />
        ))}
      </div>
    </>
  );
}

function TableView({ table }: { table: NonNullable<Answer['table']> }) {
  return (
    <table className="table">
      <thead>
        <tr>
          {table.columns.map((c) => (
            <th key={c}>{c}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={row.join('|')}>
            {row.map((cell, at) => (
              <td key={table.columns[at]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const About = ({ calc }: { calc: CalculatorView }) => (
  <dl className="calc-about">
    <dt>Formula</dt>
    <dd>{calc.formula}</dd>
    <dt>Valid</dt>
    <dd>{calc.validity.join('; ')}</dd>
    <dt>Source</dt>
    <dd>{citation(calc.source)}</dd>
  </dl>
);
