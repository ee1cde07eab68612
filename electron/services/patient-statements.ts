import type { PatientRecord } from '../../bridge/records.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { atHome } from '../../engine/facts/beside.ts';
import { issue, type Issue } from '../../engine/number/result.ts';

interface Statement {
  readonly by: string;
  readonly on: string;
}

/** What somebody said that a word stands for. Who asked for allergies may be a nurse who is not here, so that is not among them. */
function statementsOf(
  record: PatientRecord,
): { readonly path: string; readonly what: string; readonly said: Statement }[] {
  return [
    ...record.allergies.flatMap((a, i) =>
      a.means
        ? [{ path: `allergies.${i}.means.by`, what: `${a.substance}: ${a.means.as}`, said: a.means }]
        : [],
    ),
    ...record.medicines.flatMap((m, i) =>
      m.means ? [{ path: `medicines.${i}.means.by`, what: `${m.name}: ${m.means.as}`, said: m.means }] : [],
    ),
  ];
}

const asSaid = ({ what, said }: { readonly what: string; readonly said: Statement }): string =>
  JSON.stringify([what, said.by, said.on]);

/** A statement that is new is of whoever saves it: `statement-of-another`. Those that stood before stay as they were. */
export function statementIssues(before: PatientRecord | null, record: PatientRecord, by: string): Issue[] {
  const known = new Set(before === null ? [] : statementsOf(before).map(asSaid));
  return statementsOf(record)
    .filter((s) => !known.has(asSaid(s)) && s.said.by !== by)
    .map((s) => issue('statement-of-another', s.said.by, `the name of whoever is signed in: ${by}`, s.path));
}

/**
 * A medicine whose effect, or its end, outlasts it is not taken off the list without a word: `medicine-taken-off` asks for
 * the day on which it was stopped. With that day it stays until somebody takes it off.
 */
export function takenOffIssues(
  before: PatientRecord | null,
  record: PatientRecord,
  library: Library,
): Issue[] {
  const lingering = new Set(library.interactions.flatMap((p) => (p.after_stop === undefined ? [] : p.with)));
  const lingers = (m: PatientRecord['medicines'][number]): string[] =>
    atHome({ library }, m).classes.filter((c) => lingering.has(c));
  const kept = new Set(record.medicines.flatMap(lingers));
  return (before?.medicines ?? [])
    .filter((m) => m.stopped === undefined && lingers(m).some((c) => !kept.has(c)))
    .map((m) =>
      issue('medicine-taken-off', m.name, 'the medicine with the day on which it was stopped', 'medicines'),
    );
}
