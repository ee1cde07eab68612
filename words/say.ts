import type { Said, None } from '../engine/answers/said.ts';

/** The sentence of a code: as it is where it needs no facts, else made of them. */
type Sentence<P> = None extends P ? string | ((facts: P) => string) : (facts: P) => string;
/** A sentence for every code there is: one that is missing does not compile. */
export type Sentences<M> = { readonly [C in keyof M]: Sentence<M[C]> };

/** What was said, in words. A sentence of a report that was kept before there were codes is shown as it was. */
export function say<M>(sentences: Sentences<M>, told: Said<M> | string): string {
  if (typeof told === 'string') return told;
  const { code } = told as { code: keyof M };
  if (!Object.hasOwn(sentences, code)) return 'something that this version has no words for';
  const sentence = sentences[code] as string | ((facts: unknown) => string);
  return typeof sentence === 'string' ? sentence : sentence(told);
}
