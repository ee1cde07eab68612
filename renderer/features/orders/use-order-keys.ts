import { useHotkeys } from '@mantine/hooks';
import type { Card } from './fields.ts';

interface Todo {
  readonly card: Card;
  /** the name of its field */
  readonly name: string;
}

/** The detail of another card is drawn before its field can have the cursor. */
export const focusField = (name: string): void =>
  void setTimeout(() => document.querySelector<HTMLElement>(`#detail [name="${name}"]`)?.focus(), 30);

/** Enter in a field goes to the next that is still needed, and never saves; Ctrl with it presses the button that saves, where nothing is in the way. */
export function useOrderKeys(todo: readonly Todo[], onOpen: (card: Card) => void) {
  useHotkeys(
    [
      [
        'Enter',
        (event) => {
          const field = document.activeElement;
          if (!field?.closest('#detail') || !field.matches('input, select')) return;
          // A form within it, such as of a dose that was given, is sent by its own Enter.
          if (field.closest('#detail form')) return;
          event.preventDefault();
          const here = todo.findIndex((t) => t.name === field.getAttribute('name'));
          const next = todo[here + 1] ?? todo[0];
          if (!next || next.name === field.getAttribute('name')) return;
          onOpen(next.card);
          focusField(next.name);
        },
        { preventDefault: false },
      ],
      ['mod+Enter', () => document.querySelector<HTMLButtonElement>('.life [data-save]')?.click()],
    ],
    ['TEXTAREA'],
  );
}
