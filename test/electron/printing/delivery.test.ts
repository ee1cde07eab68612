import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Parcel } from '../../../electron/delivery/delivery.ts';
import { sendFile } from '../../../electron/delivery/file.ts';
import { lpArguments, sendSpooler } from '../../../electron/delivery/spooler.ts';
import { sendTcp } from '../../../electron/delivery/tcp.ts';
import { closedPort, listen, resets, stalls, takesAll, type BadPrinter } from './bad-printer.ts';

/** Short where a stall is what is waited for, and longer than a busy machine takes where something answers. */
const SHORT = 400;
const LONG = 600_000;
const LIMITS = { connectMs: LONG, stallMs: LONG };
const LABEL = Buffer.from('^XA^FO10,10^FDHi^FS^XZ');
/** More than a socket's buffers hold, so that a printer can stop in the middle. */
const MUCH = Buffer.alloc(16_000_000, 'x');
let printer: BadPrinter | undefined;
afterEach(() => printer?.close());

describe('a printer at port 9100', () => {
  test('that takes everything and closes has it', async () => {
    printer = await listen(takesAll);
    expect(await sendTcp({ host: '127.0.0.1', port: printer.port }, LABEL, LIMITS)).toEqual({
      state: 'sent',
    });
    expect(printer.received).toEqual([LABEL.toString()]);
  });
  test('that refuses got nothing: failed', async () => {
    const port = await closedPort();
    expect(await sendTcp({ host: '127.0.0.1', port }, LABEL, LIMITS)).toEqual({
      state: 'failed',
      why: 'printer-not-reached: ECONNREFUSED',
    });
  });
  test('whose name nobody knows got nothing: failed', async () => {
    expect(await sendTcp({ host: 'no-such-printer.invalid', port: 9100 }, LABEL, LIMITS)).toMatchObject({
      state: 'failed',
      why: expect.stringMatching(/^printer-not-reached/) as string,
    });
  });
  test.each([
    ['a short label', LABEL],
    ['a long one', MUCH],
  ])('that stalls may print %s: unknown', async (_, bytes) => {
    printer = await listen(stalls);
    expect(
      await sendTcp({ host: '127.0.0.1', port: printer.port }, bytes, { ...LIMITS, stallMs: SHORT }),
    ).toEqual({
      state: 'unknown',
      why: 'printer-stalled',
    });
  });
  test('that resets midway may have printed: unknown', async () => {
    printer = await listen(resets);
    expect(await sendTcp({ host: '127.0.0.1', port: printer.port }, MUCH, LIMITS)).toMatchObject({
      state: 'unknown',
      why: expect.stringMatching(/^connection-/) as string,
    });
  });
  test('that hangs up midway without a word may have printed: unknown', async () => {
    printer = await listen((socket) => socket.once('data', () => socket.destroy()));
    expect(await sendTcp({ host: '127.0.0.1', port: printer.port }, MUCH, LIMITS)).toMatchObject({
      state: 'unknown',
    });
  });
});

const parcel: Parcel = {
  bytes: LABEL,
  language: 'zpl',
  title: 'M000001-v1-label-0',
  page: { width: 288, height: 144 },
  copies: 2,
};
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-print-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

// A real program in the place of lp: it keeps its arguments and its input, and ends as it is told.
const lp = (end: string, waitMs = LONG) => {
  const dir = folder();
  const command = join(dir, 'lp');
  writeFileSync(command, `#!/bin/sh\necho "$@" > "${dir}/args"\n${end}\n`);
  chmodSync(command, 0o755);
  return { dir, spooler: { command, platform: 'linux', waitMs } as const };
};

describe('a spooler', () => {
  test('gets the bytes as they are', async () => {
    const { dir, spooler } = lp(`cat > "$(dirname "$0")/input"`);
    expect(await sendSpooler('zebra', parcel, spooler)).toEqual({ state: 'sent' });
    expect(readFileSync(join(dir, 'args'), 'utf8')).toBe('-d zebra -t M000001-v1-label-0 -o raw -\n');
    expect(readFileSync(join(dir, 'input'))).toEqual(LABEL);
  });
  test('gets a PDF with its exact page and without scaling', () => {
    // Custom.WxH is in points: CUPS, Command-Line Printing and Options.
    expect(lpArguments('office', { ...parcel, language: 'pdf' }).join(' ')).toBe(
      '-d office -t M000001-v1-label-0 -n 2 -o media=Custom.288x144 -o print-scaling=none -',
    );
  });
  test('that does not know the queue is a failure with its words', async () => {
    const { spooler } = lp('echo "lp: The printer or class does not exist." >&2; exit 1');
    expect(await sendSpooler('none', parcel, spooler)).toEqual({
      state: 'failed',
      why: 'spooler-refused: lp: The printer or class does not exist.',
    });
  });
  test('that hangs may have taken it: unknown', async () => {
    const { spooler } = lp('exec sleep 3600', SHORT);
    expect(await sendSpooler('zebra', parcel, spooler)).toEqual({ state: 'unknown', why: 'spooler-stalled' });
  });
  test('that is not there is a failure, and on Windows it is said that there is none', async () => {
    const none = { command: join(folder(), 'none'), platform: 'linux', waitMs: LONG } as const;
    expect(await sendSpooler('zebra', parcel, none)).toEqual({
      state: 'failed',
      why: 'spooler-missing: ENOENT',
    });
    expect(await sendSpooler('zebra', parcel, { ...none, platform: 'win32' })).toEqual({
      state: 'failed',
      why: 'spooler-not-on-windows',
    });
  });
});

describe('a folder', () => {
  test('gets a whole file, and never a second one of the same name', async () => {
    const dir = folder();
    expect(await sendFile(dir, parcel)).toEqual({ state: 'sent' });
    expect(await sendFile(dir, { ...parcel, bytes: Buffer.from('other') })).toEqual({
      state: 'failed',
      why: 'folder-not-written: EEXIST',
    });
    expect(readdirSync(dir)).toEqual(['M000001-v1-label-0.zpl']);
    expect(readFileSync(join(dir, 'M000001-v1-label-0.zpl'))).toEqual(LABEL);
  });
  test('that is not there is a failure', async () => {
    expect(await sendFile(join(folder(), 'gone'), parcel)).toEqual({
      state: 'failed',
      why: 'folder-not-written: ENOENT',
    });
  });
});
