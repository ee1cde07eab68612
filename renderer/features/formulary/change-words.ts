import type { ChangeView } from '../../../bridge/library.ts';
import { containers, storages } from '../../../words/en/terms.ts';

type Answer = Extract<ChangeView['change'], { kind: string }>;
export const isAnswer = (change: ChangeView['change']): change is Answer => 'kind' in change;
const range = (f: Extract<Answer, { kind: 'pump' }>['fields'][number]): string =>
  [
    f.min === undefined && f.max === undefined ? null : `${f.min ?? '?'} to ${f.max ?? '?'}`,
    f.step === undefined ? null : `steps of ${f.step}`,
  ]
    .filter((t) => t !== null)
    .join(', ');

const LIMIT_WINDOW = { rolling: 'rolls', fixed: 'does not roll' } as const;

function answerWords(a: Answer): string {
  if (a.kind === 'formulation')
    return [
      a.container === 'elastomeric' ? 'elastomeric device' : containers[a.container],
      storages[a.storage],
      a.days === null ? 'the USP <797> row alone bounds it' : `keeps ${a.days} days`,
      a.reference,
    ].join(', ');
  return [
    ...a.fields.map((f) => `${f.label} ${range(f)}`),
    ...(a.accuracy ? [`delivery −${a.accuracy.below} to +${a.accuracy.above}`] : []),
    ...(a.tolerance === undefined ? [] : [`flow up to +${a.tolerance}`]),
    ...(a.stopsAtLimit === true ? ['stops at its limit'] : []),
    ...(a.limitWindow === undefined ? [] : [`limit window ${LIMIT_WINDOW[a.limitWindow]}`]),
    a.reference,
  ].join(', ');
}

const differenceWords = ({ field, before, after }: ChangeView['differences'][number]): string =>
  before === null ? `${field} ${after ?? 'none'}` : `${field} ${before} → ${after ?? 'none'}`;

/** `Amount 0.4 → 0.3`: from what is in force; or what the pharmacy answers once. */
export function changeWords({ change, differences, one }: ChangeView): string {
  if (isAnswer(change)) return answerWords(change);
  if (change.op === 'withdraw') return `${one} withdrawn`;
  return differences.length === 0 ? 'as it was published' : differences.map(differenceWords).join(', ');
}

/** What it is a change of, in a word or two: the record by its key, or what was answered. */
export const changeOf = ({ change }: ChangeView): string =>
  isAnswer(change) ? (change.kind === 'pump' ? 'its manual' : 'how long it keeps') : change.id;
