import type { RuleView } from '../../../bridge/library.ts';

const PER: Readonly<Record<RuleView['rule']['per'], string>> = {
  none: '',
  kg_actual: ' per kg',
  kg_IBW: ' per kg of ideal weight',
  kg_LBW: ' per kg of lean weight',
};

/** `at most 0.4 mg`; a rule that asks yes or no has no limit. */
export const limitWords = ({ comparator, direction, amount, unit, per }: RuleView['rule']): string =>
  comparator === 'predicate'
    ? 'yes or no'
    : `at ${direction === 'max' ? 'most' : 'least'} ${amount} ${unit}${PER[per]}`;
