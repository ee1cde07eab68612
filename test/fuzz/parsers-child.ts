import { fuzzParsers } from './parsers.ts';

/** Run by `parsers-run.ts` with a small heap: says before each parser which, and at the end the figures. */
const [each = '100', seed = '1'] = process.argv.slice(2);
const figures = fuzzParsers(parseInt(each, 10), parseInt(seed, 10), (name) => process.send?.({ name }));
globalThis.gc?.();
process.send?.({ figures, heapMB: Math.round(process.memoryUsage().heapUsed / 1e6) });
