import { expect, test } from 'vitest';
import { OPEN_STATES, openStates } from '../../bridge/open-states.ts';

test('the first list of the worklist holds for a nurse what runs at the patient, and for nobody what is over', () => {
  expect(openStates('nurse')).toContain('released');
  expect(openStates('pharmacist')).toBe(OPEN_STATES);
  expect(openStates('pharmacist')).not.toContain('released');
  for (const over of ['completed', 'discontinued', 'void'] as const)
    expect(openStates('nurse')).not.toContain(over);
});
