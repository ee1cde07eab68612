import { useDeferredValue } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { useRead } from '../../query.ts';

export type Name = Output<'names.read'>['names'][number];
/** What the tables know of a typed name; undefined until it has been asked. */
export type Names = (text: string) => Name | undefined;

const NOT_RELATED = 'not-related';

/** What the tables know of the names on a form, asked as they are typed. */
export function useNames(typed: readonly string[]): Names {
  const asked = [...new Set(typed.map((t) => t.trim()).filter((t) => t !== '' && t !== NOT_RELATED))];
  const texts = useDeferredValue(asked.filter((t) => t.length <= 80).slice(0, 100));
  const { data } = useRead('names.read', { texts }, { enabled: texts.length > 0 });
  return (text) => data?.names.find((n) => n.text === text.trim());
}
