import * as z from 'zod';

export const issue = z.strictObject({
  path: z.string(),
  code: z.string(),
  given: z.string().nullable(),
  accepted: z.string(),
});

/** The one shape in which anything goes wrong, on every host. `internal` carries an incident id and no text. */
export const failure = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('invalid-input'), issues: z.array(issue) }),
  z.strictObject({ code: z.literal('refused'), issues: z.array(issue) }),
  z.strictObject({ code: z.literal('not-signed-in') }),
  z.strictObject({ code: z.literal('session-locked') }),
  z.strictObject({ code: z.literal('not-allowed'), needs: z.string() }),
  z.strictObject({ code: z.literal('not-found'), what: z.string() }),
  z.strictObject({
    code: z.literal('conflict'),
    what: z.string(),
    detail: z.string(),
    // of a record that somebody else saved meanwhile: each field that differs, as it is kept now and as it was given
    fields: z
      .array(z.strictObject({ path: z.string(), kept: z.string().nullable(), given: z.string().nullable() }))
      .optional(),
  }),
  z.strictObject({ code: z.literal('unknown-command'), name: z.string() }),
  z.strictObject({ code: z.literal('internal'), incident: z.string() }),
]);
export type Failure = z.infer<typeof failure>;

export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** One line for a person, without patient data. The path names the field that is wrong. */
export function failureText(f: Failure): string {
  switch (f.code) {
    case 'invalid-input':
    case 'refused':
      return f.issues
        .map(
          (i) =>
            `${i.path === '' ? '' : `${i.path}: `}${i.code}: ${i.given === null ? '' : `"${i.given}" was given; `}accepted: ${i.accepted}`,
        )
        .join('; ');
    case 'not-signed-in':
      return 'not-signed-in: sign in first';
    case 'session-locked':
      return 'session-locked: unlock with the PIN or the password';
    case 'not-allowed':
      return `not-allowed: needs ${f.needs}`;
    case 'not-found':
      return `not-found: ${f.what}`;
    case 'conflict':
      return `conflict: ${f.what}: ${f.detail}${(f.fields ?? [])
        .map(
          ({ path, kept, given }) =>
            `; ${path}: ${kept ?? 'nothing'} is kept, ${given ?? 'nothing'} was given`,
        )
        .join('')}`;
    case 'unknown-command':
      return `unknown-command: ${f.name}`;
    case 'internal':
      return `internal: incident ${f.incident}`;
  }
}
