import type { ReactNode } from 'react';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { Derived } from '../../ui/derived.tsx';
import { Shape, SEVERITY_WORD } from '../../ui/mark.tsx';
import { worstOf } from './findings.ts';

type Step = OrderReport['derivations'][number];

/** Any derivation of a report by its id, wherever it stands. */
export function stepOf(report: OrderReport | null, id: string): Step | undefined {
  return report?.derivations.find((d) => d.id === id);
}

/** The derivation behind a field of the pump: its volume where it has one, otherwise what it was put from. */
export const stepOfField = (report: OrderReport | null, field: string): Step | undefined =>
  stepOf(report, `${field}-volume`) ?? stepOf(report, field);

interface LineProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly report?: OrderReport | null;
  /** id of the derivation behind the value */
  readonly from?: string;
  /** what checks call this line */
  readonly subject?: string;
}

/** One line of a card: a term, its value, a sign where something stands against it. */
export function Line({ name, value, report = null, from, subject }: LineProps) {
  const worst = subject === undefined ? null : worstOf(report, subject);
  const step = from === undefined ? undefined : stepOf(report, from);
  const shown = value === null || value === undefined || value === '' ? '–' : value;
  return (
    <div className={worst ? `said ${worst}` : ''}>
      <dt>{name}</dt>
      <dd>
        {worst && (
          <>
            <Shape severity={worst} size={8} />
            <span className="sr">{SEVERITY_WORD[worst]}: </span>
          </>
        )}
        {step && shown !== '–' ? <Derived of={[step]}>{shown}</Derived> : shown}
      </dd>
    </div>
  );
}
