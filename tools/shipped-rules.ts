import { SEED_VERSION, seedLibrary } from '../db/seed/library.ts';

/** What a plugin may ask of the bundler. */
interface Bundle {
  emitFile(file: { type: 'asset'; name: string; source: string }): string;
}

/** As JSON in ASCII: a text of one byte a letter is read in a fraction of the time. */
const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * The shipped rule set is read by its schema when the program is built, and not again at each start: beside what is built
 * lies the answer, as JSON. Inside the program it would be looked through as code, twice, before it is read.
 */
export const shippedRules = {
  name: 'shipped-rules',
  // before Vite's own answer to where a file lies, which is for pages
  enforce: 'pre' as const,
  transform: {
    filter: { id: /\/db\/seed\/library\.ts$/ },
    handler(this: Bundle) {
      const file = this.emitFile({ type: 'asset', name: 'shipped-rules.json', source: ascii(seedLibrary()) });
      return {
        code: [
          `import { readFileSync } from 'node:fs';`,
          `export const SEED_VERSION = ${JSON.stringify(SEED_VERSION)};`,
          `export const seedLibrary = () => JSON.parse(readFileSync(import.meta.ROLLUP_FILE_URL_${file}, 'latin1'));`,
        ].join('\n'),
        map: null,
      };
    },
  },
  /** Where it lies from the file that reads it. */
  resolveFileUrl: ({ relativePath }: { relativePath: string }) =>
    `new URL(${JSON.stringify(relativePath)}, import.meta.url)`,
};
