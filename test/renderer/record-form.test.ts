import { expect, test } from 'vitest';
import type { FormField } from '../../engine/formulary/records/form.ts';
import { sent } from '../../renderer/features/formulary/record-form.ts';

const text = { type: 'string' } as const;
const form = {
  type: 'object',
  properties: {
    name: text,
    bag: {
      type: 'object',
      properties: { diluent: text, holds: text, notes: { type: 'array', items: text } },
      required: ['diluent', 'notes'],
    },
  },
  required: ['name'],
} as unknown as FormField;

test('a part that need not be there is left out where nothing of it was filled in, and sent whole otherwise', () => {
  expect(sent(form, { name: 'a' })).toEqual({ name: 'a' });
  expect(sent(form, { name: 'a', bag: { diluent: '', holds: '', notes: [] } })).toEqual({ name: 'a' });
  expect(sent(form, { name: 'a', bag: { holds: '100' } })).toEqual({
    name: 'a',
    bag: { diluent: '', holds: '100', notes: [] },
  });
  expect(sent(form, {})).toEqual({ name: '' });
});
