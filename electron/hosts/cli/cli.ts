import { EXIT } from './commands/exit.ts';
import { run } from './program.ts';

// a reader that closes early (`| head`) has what it wants
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  built: import.meta.dirname,
});

// When all of it is read: what the process would still tidy up takes longer than an answer to `--help`.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
