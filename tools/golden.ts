import { startVitest } from 'vitest/node';

/** `npm run golden`: writes the golden files of everything that is printed. Look at each difference before it is kept. */
process.env['MENISCUS_GOLDEN'] = 'write';
const vitest = await startVitest(
  [
    'test/electron/print/golden.test.ts',
    'test/electron/print/book.test.ts',
    'test/electron/print/zpl/zpl.test.ts',
  ],
  { project: ['unit'], update: true, watch: false },
);
await vitest.close();
