import type { ChangeView } from '../../../bridge/library.ts';
import { containers, storages } from '../../../words/en/terms.ts';

type Answer = Extract<ChangeView['change'], { kind: string }>;
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

/** `limit 0.4 → 0.3 mg, severity soft → hard`: from what was published; or what the pharmacy answers once. */
export function changeWords({ change, published: p }: ChangeView): string {
  if ('kind' in change) return answerWords(change);
  if (p === null) return '';
  const { amount, severity } = change;
  const parts = [
    ...(amount === null || amount === p.amount ? [] : [`limit ${p.amount} → ${amount} ${p.unit}`]),
    ...(severity === null || severity === p.severity ? [] : [`severity ${p.severity} → ${severity}`]),
  ];
  return parts.length === 0 ? 'back to what was published' : parts.join(', ');
}

/** What it is a change of, in a word or two: the rule by its id, or what was answered. */
export const changeOf = ({ change }: ChangeView): string =>
  'rule' in change ? change.rule : change.kind === 'pump' ? 'its manual' : 'how long it keeps';
