import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly port: number;
  readonly data: string | undefined;
  readonly keyFile: string | undefined;
  readonly open: boolean;
  readonly browser: boolean;
  readonly help: boolean;
}

export const usage = `Usage: npm start -- [options]
  --data DIR   folder of the data file (default: the user's data folder)
  --key-file F the key file of this user (default: in the user's config folder; MENISCUS_KEY_FILE)
  --browser    serve on this machine's loopback address, without Electron
  --port N     port of the loopback address (default: any free one)
  --no-open    print the address only, open no browser
  --help       this text
`;

/** Reads the options of `npm start`; throws an Error of one line for what it does not know. */
export function startOptions(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      'key-file': { type: 'string' },
      open: { type: 'boolean', default: true },
      browser: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  const { port, data, 'key-file': keyFile, open, browser, help } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port: "${port}" was given; accepted: 0 to 65535`);
  if (data === '') throw new Error('--data: "" was given; accepted: a folder');
  if (keyFile === '') throw new Error('--key-file: "" was given; accepted: a file');
  return { port: Number(port), data, keyFile, open, browser, help };
}
