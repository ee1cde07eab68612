import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface RunningServer {
  /** The address with its one-time token: open it in one browser context, once. */
  readonly url: string;
  /** All that the program wrote, to look for what must not be there. */
  readonly output: () => string;
  /** To the process as it is: `SIGSTOP` lets it do nothing, until `SIGCONT`. */
  signal(name: NodeJS.Signals): void;
  /** Ends it as Ctrl-C does; answers the exit code. */
  close(): Promise<number | null>;
}

/** `npm start -- --browser` of the built app on a free port, with its data in this folder. */
export async function startServer({
  data,
  port = 0,
  keyFile,
}: {
  data: string;
  port?: number;
  keyFile?: string;
}): Promise<RunningServer> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'out/main/start.js'),
      '--browser',
      '--no-open',
      '--port',
      String(port),
      '--data',
      data,
      ...(keyFile === undefined ? [] : ['--key-file', keyFile]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  const url = await printedUrl(child, () => text);
  return {
    url,
    output: () => text,
    signal: (name) => void child.kill(name),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

function printedUrl(child: ChildProcess, text: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const url = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+(?=\s)/.exec(text())?.[0];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', look);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`ended with ${code} before it printed an address:\n${text()}`)),
    );
  });
}
