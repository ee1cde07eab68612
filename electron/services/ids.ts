/** A new identifier: what it is of, and 80 random bits. */
export const newId = (context: { readonly random: (bytes: number) => Uint8Array }, kind: string): string =>
  `${kind}-${Buffer.from(context.random(10)).toString('hex')}`;
