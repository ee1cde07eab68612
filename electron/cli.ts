import { Command, CommanderError } from 'commander';
import { seedLibrary } from '../db/seed/library.ts';
import { parseInstant } from '../engine/calendar.ts';
import { unwrap } from '../engine/result.ts';
import { check } from './commands/check.ts';
import { EXIT, Exit } from './commands/exit.ts';
import { schema } from './commands/schema.ts';

const now = () => unwrap(parseInstant(new Date().toISOString()));
const print = (text: string) => process.stdout.write(text);

const program = new Command('meniscus')
  .description('Exact dose checks, labels and logs for home infusion of pain medication')
  .exitOverride();
program.configureOutput({ writeErr: (text) => process.stderr.write(text) });

program
  .command('check')
  .argument('<file>', 'an order in JSON, or - for standard input; "meniscus schema order" documents it')
  .option('--text', 'for people instead of JSON')
  .description(
    'check one order: findings, worst case, derivations. Exit 0 nothing blocks, 1 a finding blocks, 2 refused',
  )
  .action((file: string, options: { text?: boolean }) => {
    const answer = check(file, seedLibrary(), now(), options.text === true);
    print(answer.output);
    process.exitCode = answer.exit;
  });

program
  .command('schema')
  .argument('<name>', 'order, report, or a command of the contract')
  .description('print a JSON Schema')
  .action((name: string) => {
    print(schema(name));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Exit) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.code;
  } else if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT.refused;
  } else {
    process.stderr.write(`internal: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 70;
  }
}
