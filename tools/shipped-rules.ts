import { SEED_VERSION, seedLibrary } from '../db/seed/library.ts';

/**
 * The shipped rule set is read by its schema when the program is built, and not again at each start: what is built holds
 * the answer, as text.
 */
export const shippedRules = {
  name: 'shipped-rules',
  transform: {
    filter: { id: /\/db\/seed\/library\.ts$/ },
    handler: () => ({
      code: [
        `const text = ${JSON.stringify(JSON.stringify(seedLibrary()))};`,
        `export const SEED_VERSION = ${JSON.stringify(SEED_VERSION)};`,
        'export const seedLibrary = () => JSON.parse(text);',
      ].join('\n'),
      map: null,
    }),
  },
};
