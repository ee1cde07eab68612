import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useRead } from '../../query.ts';
import { go } from '../../router.ts';

/**
 * Every calculator in the palette, found by title, alias or the label of a field or a result. Only while something is typed:
 * an empty palette shows where to go. `asked`: the palette was opened once, so that the list is read before the first key.
 */
export function useCalculatorActions(query: string, asked: boolean): SpotlightActionGroupData[] {
  const list = useRead('calculator.list', {}, { enabled: asked });
  if (query.trim() === '' || !list.data) return [];
  return [
    {
      group: 'Calculate',
      actions: list.data.map((c) => ({
        id: `calculator-${c.id}`,
        label: c.title,
        description: c.aliases.join(', '),
        keywords: [...Object.values(c.inputs), ...Object.values(c.outputs)].map((f) => f.label),
        onClick: () => go({ at: 'calculators', id: c.id }),
      })),
    },
  ];
}
