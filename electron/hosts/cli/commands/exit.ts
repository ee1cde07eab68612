/** Exit codes that scripts can use. */
export const EXIT = { ok: 0, blocked: 1, refused: 2 } as const;

/** Ends a command: one line on stderr, with the path of the field that is wrong, and the code for it. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number, line: string) {
    super(line);
    this.code = code;
    this.name = 'Exit';
  }
  /** By its name: what was compiled as a file of its own has a class of its own. */
  static is = (error: unknown): error is Exit => error instanceof Error && error.name === 'Exit';
}
