import * as z from 'zod';
import type { issue } from './failure.ts';

/** SHA-256 of a certificate as programs print it: 32 pairs of hexadecimal digits with colons between. */
const fingerprint = z.string().regex(/^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/);
const address = z.string().max(300);

/** What the desktop window asks of its own program, which no host answers: where this computer works. */
export const placeAsked = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('look') }),
  z.strictObject({ ask: z.literal('here') }),
  z.strictObject({ ask: z.literal('find'), address }),
  z.strictObject({
    ask: z.literal('enrol'),
    address,
    fingerprint,
    code: z.string().max(40),
    name: z.string().max(200),
  }),
  z.strictObject({ ask: z.literal('pin'), fingerprint }),
  z.strictObject({ ask: z.literal('return') }),
]);
export type PlaceAsked = z.infer<typeof placeAsked>;

/** A certificate as a person compares it. */
export interface FoundCertificate {
  readonly fingerprint: string;
  readonly names: string;
  /** it ends then */
  readonly until: string;
}

export interface PlaceView {
  readonly at: 'nowhere' | 'here' | 'site';
  /** is there data of this computer's own? */
  readonly hasData: boolean;
  /** the site that is remembered, also while this computer works alone */
  readonly site: { readonly address: string; readonly pinned: string; readonly station: string } | null;
  /** what was found at the address, where a person has to compare it */
  readonly found: FoundCertificate | null;
  /** why nothing can be done there now */
  readonly trouble: z.infer<typeof issue> | null;
}
