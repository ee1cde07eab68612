import './calculators.css';
import { useRef, useState } from 'react';
import { useRead } from '../../query.ts';
import { go } from '../../router.ts';
import { useSession } from '../../session.ts';
import { Answer, Empty, Problem } from '../../ui/states.tsx';
import { PatientPick } from '../patients/patient-pick.tsx';
import { CalculatorForm } from './calculator-form.tsx';
import { CalculatorList } from './calculator-list.tsx';
import { emptyDraft, valuesOf, type CalculatorView, type Draft } from './draft.ts';
import { withPatient, type Facts } from './patient-facts.ts';
import { Result } from './result.tsx';
import { useCalculation } from './use-calculation.ts';
import { usePatientAtHand } from './use-patient-at-hand.ts';

/** The room of the calculators: what the registry describes, found by any term, answered while it is typed. */
export function CalculatorsPage({ id }: { id: string | null }) {
  const list = useRead('calculator.list', {});
  return (
    <Answer of={list} what="the calculators">
      {(all) => <Calculators all={all} id={id} />}
    </Answer>
  );
}

function Calculators({ all, id }: { all: readonly CalculatorView[]; id: string | null }) {
  const zone = useSession().status.timeZone;
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [facts, setFacts] = useState<Facts | null>(null);
  const bench = useRef<HTMLElement>(null);
  const wanted = useRef<string | null>(null);
  const patient = usePatientAtHand(zone, (next) => {
    setFacts(next);
    setDrafts((before) =>
      Object.fromEntries(
        all.flatMap((c) => {
          const draft = before[c.id];
          return draft ? [[c.id, withPatient(draft, c.inputs, next, zone)] as const] : [];
        }),
      ),
    );
  });
  // The hash changes first: the fields that are focused are of the calculator that was chosen, not of the one before.
  const toForm = () => {
    if (wanted.current === null || wanted.current !== bench.current?.dataset.id) return;
    wanted.current = null;
    bench.current.querySelector<HTMLElement>('.form input, .form select')?.focus();
  };
  const open = (next: string) => {
    wanted.current = next;
    toForm();
    go({ at: 'calculators', id: next });
  };
  const calc = all.find((c) => c.id === id);
  const fresh = (c: CalculatorView) => withPatient(emptyDraft(c.inputs), c.inputs, facts, zone);
  const put = (c: CalculatorView, draft: Draft) => setDrafts((before) => ({ ...before, [c.id]: draft }));
  return (
    <div className="page calc">
      <header>
        <h1 className="grow">Calculators</h1>
        <Problem failure={patient.failure} />
        <PatientPick
          className="calc-patient"
          label="Patient at hand"
          onPick={(next) => void patient.choose(next)}
        />
      </header>
      <div className="calc-room">
        <CalculatorList all={all} open={id} onOpen={open} />
        {calc ? (
          <Bench
            key={calc.id}
            calc={calc}
            draft={drafts[calc.id] ?? fresh(calc)}
            onDraft={(draft) => put(calc, draft)}
            onClear={() => put(calc, fresh(calc))}
            zone={zone}
            form={(element) => {
              bench.current = element;
              toForm();
            }}
          />
        ) : (
          <section className="panel calc-none">
            <Empty title={id === null ? 'Choose a calculator' : 'There is no such calculator'}>
              Type any term of it; arrows choose, Enter opens.
            </Empty>
          </section>
        )}
      </div>
    </div>
  );
}

interface BenchProps {
  readonly calc: CalculatorView;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onClear: () => void;
  readonly zone: string;
  readonly form: (element: HTMLElement | null) => void;
}

function Bench({ calc, draft, onDraft, onClear, zone, form }: BenchProps) {
  const { answer, failure, waiting } = useCalculation(calc.id, draft.values, zone);
  return (
    <>
      <section className="calc-form panel" aria-label={calc.title} ref={form} data-id={calc.id}>
        <header className="row">
          <h2 className="grow calc-title">{calc.title}</h2>
          <button
            type="button"
            className="btn small"
            onClick={() => onDraft({ values: valuesOf(calc.inputs, calc.example.input, zone), from: {} })}
          >
            Fill in the example
          </button>
          <button type="button" className="btn small" onClick={onClear}>
            Clear
          </button>
        </header>
        <CalculatorForm
          calc={calc}
          draft={draft}
          failure={failure}
          answered={answer !== null && !waiting}
          onType={(name, typed) => {
            const { [name]: _edited, ...from } = draft.from;
            onDraft({ values: { ...draft.values, [name]: typed }, from });
          }}
        />
      </section>
      <Result calc={calc} values={draft.values} answer={answer} failure={failure} waiting={waiting} />
    </>
  );
}
