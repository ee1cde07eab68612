/**
 * A function that only depends on what it is asked, with its answers to the last few questions. A question is found again by comparing
 * all of it, so an answer is never that to another: what is costly to work out of a large record is not worked out again while the
 * record is the same to the byte.
 */
export function lately<Q, A>(
  most: number,
  isSame: (one: Q, other: Q) => boolean,
  make: (question: Q) => A,
): (question: Q) => A {
  const last: { readonly question: Q; readonly answer: A }[] = [];
  return (question) => {
    const at = last.findIndex((known) => isSame(known.question, question));
    const [known = { question, answer: make(question) }] = at < 0 ? [] : last.splice(at, 1);
    last.unshift(known);
    if (last.length > most) last.pop();
    return known.answer;
  };
}

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && Buffer.compare(one, other) === 0;
