/**
 * What the engine says is a code with the facts it is said of: amounts as exact texts, names as they are written. The
 * sentences stand in `words/`, one folder a language; a code without a sentence does not compile.
 */
export type Said<M> = { readonly [C in keyof M]: { readonly code: C } & M[C] }[keyof M];

/** A report that was kept before there were codes holds sentences: they are shown as they were. */
export type Told<M> = Said<M> | string;

/** A code that needs no facts. */
export type None = Readonly<Record<never, never>>;

/** Words that are data: of the library, of the site, or as somebody typed them. */
export interface Text {
  readonly text: string;
}
