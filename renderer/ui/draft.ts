import type { FieldIssues } from './issues.ts';
import { useKeptDraft } from './kept-draft.ts';

/** The fields of a record that are typed as text. */
type TextOf<T> = { [K in keyof T & string]: T[K] extends string ? K : never }[keyof T & string];

/**
 * A record as it is being typed: all of it, how one value of it is set, and what its text fields are given. `keep`: the name
 * under which it outlives a look into another room; none for what is typed in a box, or is a secret.
 */
export function useDraft<T extends object>(first: T | (() => T), keep: string | null = null) {
  const { draft, setDraft, ...kept } = useKeptDraft(keep, first);
  const set =
    <K extends keyof T>(key: K) =>
    (value: T[K]) =>
      setDraft((before) => ({ ...before, [key]: value }));
  /** Name, value, change and refusals of a field; `path` is where it stands in what is sent, if not under its own name. */
  const fields =
    (issues: FieldIssues) =>
    (name: TextOf<T>, path: string = name) => ({
      name: name as string,
      value: draft[name] as string,
      onChange: set(name) as (value: string) => void,
      issues: issues.at(path),
    });
  return { draft, setDraft, set, fields, ...kept };
}
