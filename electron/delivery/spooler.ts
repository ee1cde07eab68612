import { spawn } from 'node:child_process';
import { codeOf, failed, SENT, unknown, type Delivery, type Parcel } from './delivery.ts';

/** House rule: how long the spooler may take to accept a job. */
const SPOOL_MS = 20_000;

interface Spooler {
  /** `lp` of CUPS or System V; a test names its own */
  readonly command: string;
  readonly platform: NodeJS.Platform;
  readonly waitMs: number;
}
const SPOOLER: Spooler = { command: 'lp', platform: process.platform, waitMs: SPOOL_MS };

/** Exactly the page, never scaled: `lp` takes a size in points (CUPS, Command-Line Printing and Options). */
export function lpArguments(queue: string, { language, title, page, copies }: Parcel): string[] {
  const raw = ['-o', 'raw'];
  const exact = ['-n', String(copies), '-o', `media=Custom.${page.width}x${page.height}`];
  const options = language === 'zpl' ? raw : [...exact, '-o', 'print-scaling=none'];
  return ['-d', queue, '-t', title, ...options, '-'];
}

/**
 * Hands a job to the system's spooler. Sent: the spooler took it; what the printer does then is the spooler's to tell.
 * Windows has no such command for raw data: a printer there is reached by TCP, by a file, or by the system's dialog.
 */
export function sendSpooler(queue: string, parcel: Parcel, spooler: Spooler = SPOOLER): Promise<Delivery> {
  if (spooler.platform === 'win32') return Promise.resolve(failed('spooler-not-on-windows'));
  return new Promise((resolve) => {
    const lp = spawn(spooler.command, lpArguments(queue, parcel), { stdio: ['pipe', 'ignore', 'pipe'] });
    let told = '';
    lp.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    const timer = setTimeout(() => {
      lp.kill('SIGKILL');
      resolve(unknown('spooler-stalled'));
    }, spooler.waitMs);
    const end = (delivery: Delivery) => {
      clearTimeout(timer);
      resolve(delivery);
    };
    lp.once('error', (error) => end(failed(`spooler-missing: ${codeOf(error)}`)));
    lp.once('close', (code, signal) =>
      end(
        code === 0
          ? SENT
          : signal === null
            ? failed(`spooler-refused: ${told.split('\n')[0]?.slice(0, 120) ?? ''}`)
            : unknown(`spooler-ended: ${signal}`),
      ),
    );
    // A spooler that refuses closes its input early; its exit code tells.
    lp.stdin.on('error', () => undefined);
    lp.stdin.end(parcel.bytes);
  });
}
