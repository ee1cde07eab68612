/**
 * How a sending ended. `failed`: the printer got nothing, so sending again can not print twice. `unknown`: it may have
 * got all of it; only somebody who looks at the printer knows. `why` is a code with a few words, without patient data.
 */
export type Delivery =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'unknown'; readonly why: string };

export const SENT: Delivery = { state: 'sent' };
export const failed = (why: string): Delivery => ({ state: 'failed', why });
export const unknown = (why: string): Delivery => ({ state: 'unknown', why });

/** What is handed to a printer. */
export interface Parcel {
  readonly bytes: Uint8Array;
  readonly language: 'zpl' | 'pdf';
  /** names the file or the spooler's job: an id, never a patient */
  readonly title: string;
  /** in points, for a spooler that must not scale */
  readonly page: { readonly width: number; readonly height: number };
  readonly copies: number;
}

/** The code of a system error, which says what happened without naming a path or an address. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
