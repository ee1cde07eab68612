import { Command, CommanderError } from 'commander';
import { seedLibrary } from '../db/seed/library.ts';
import { parseInstant } from '../engine/calendar.ts';
import { unwrap } from '../engine/result.ts';
import { batch, type BatchOptions } from './commands/batch.ts';
import { calc, calcLines, convertText, listCalculators } from './commands/calc.ts';
import { check, withSite } from './commands/check.ts';
import { demo } from './commands/demo.ts';
import { EXIT, Exit } from './commands/exit.ts';
import { exportLog, verifyLiveLog, verifyLogFile, type ExportOptions } from './commands/log.ts';
import { scanText, type ScanOptions } from './commands/scan.ts';
import { recheck, type RecheckOptions } from './commands/recheck.ts';
import { schema } from './commands/schema.ts';
import { simulate, type SimulateOptions } from './commands/simulate.ts';
import { selftest } from './commands/selftest.ts';

const now = () => unwrap(parseInstant(new Date().toISOString()));
const print = (text: string) => process.stdout.write(text);
// a reader that closes early (`| head`) has what it wants
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

const program = new Command('meniscus')
  .description('Exact dose checks, labels and logs for home infusion of pain medication')
  .exitOverride();
program.configureOutput({ writeErr: (text) => process.stderr.write(text) });

program
  .command('check')
  .argument('<file>', 'an order in JSON, or - for standard input; "meniscus schema order" documents it')
  .option(
    '--site <file>',
    'site settings in JSON, such as pump ranges from its manuals; "meniscus schema site"',
  )
  .option('--text', 'for people instead of JSON')
  .description(
    'check one order: findings, worst case, derivations. Exit 0 nothing blocks, 1 a finding blocks, 2 refused',
  )
  .action((file: string, options: { text?: boolean; site?: string }) => {
    const answer = check(file, withSite(seedLibrary(), options.site), now(), options.text === true);
    print(answer.output);
    process.exitCode = answer.exit;
  });

program
  .command('simulate')
  .argument('<file>', 'an order in JSON as "check" takes it, or - for standard input')
  .option('--hours <number>', 'how long, from the first start', '72')
  .option('--window <time...>', 'rolling windows, such as "4 h" (default: 1, 4, 12, 24 and 72 h)')
  .option('--every <time>', 'rows so far apart, such as "15 min" (default: wherever the amount changes)')
  .option('--doses-per-hour <number>', 'doses that the patient is expected to take; none if absent')
  .option('--csv', 'the step function as CSV instead of the whole answer as JSON')
  .option('--site <file>', 'site settings in JSON, as "check" takes them')
  .description(
    'what the patient can receive over time, at worst and as expected, over all orders and given doses. Exit 2 refused',
  )
  .action((file: string, options: SimulateOptions & { site?: string }) => {
    print(simulate(file, withSite(seedLibrary(), options.site), now(), options));
  });

program
  .command('selftest')
  .option('--site <file>', 'site settings in JSON over those that are shipped')
  .option('--text', 'for people instead of JSON')
  .description(
    'published incidents and golden cases through the rule set. Exit 0 all came out, 1 one did not',
  )
  .action((options: { text?: boolean; site?: string }) => {
    const answer = selftest(withSite(seedLibrary(), options.site), options.text === true);
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

program
  .command('recheck')
  .argument('[folder]', 'a data folder, or a folder of order files; the data folder of this user otherwise')
  .requiredOption('--all', 'every active order')
  .option(
    '--library <file>',
    'the proposed rule set in JSON: its version, and the parts that are to change; without it, the rules that are approved and not in force yet',
  )
  .option('--data <dir>', 'folder of the data file')
  .option('--csv', 'instead of JSON')
  .description(
    'what a proposed rule set changes: findings that appear, vanish or change. Exit 0 nothing new blocks, 1 something does, 130 cancelled',
  )
  .action(async (folder: string | undefined, options: RecheckOptions) => {
    const answer = await recheck(folder, options, seedLibrary(), new Date().toISOString());
    print(answer.output);
    process.exitCode = answer.exit;
  });

program
  .command('demo')
  .requiredOption(
    '--out <dir>',
    'where order.json, findings.json, label.pdf, pump-sheet.pdf and log.csv are written',
  )
  .description('one real order through its whole life with three people, on a fresh data file')
  .action(async (options: { out: string }) => {
    print(await demo(options.out));
  });

program
  .command('calc')
  .argument('[id]', 'which calculator; --list names them all')
  .option('--list', 'every calculator with its inputs and outputs, as JSON')
  .option('--in <file>', 'the JSON object of quantity texts', '-')
  .option('--jsonl', 'read {"id", "input"} a line from standard input, answer a line each, in order')
  .option('--text', 'for people instead of JSON')
  .description('a calculation with its derivation, checked by a second algorithm')
  .action(async (id: string | undefined, options: { list?: true; in: string; jsonl?: true; text?: true }) => {
    if (options.list) return void print(listCalculators());
    if (options.jsonl) return calcLines(process.stdin, process.stdout);
    if (id === undefined)
      throw new Exit(EXIT.refused, 'id: missing: accepted: an id of "meniscus calc --list"');
    return void print(calc(id, options.in, options.text === true));
  });

program
  .command('convert')
  .argument('<quantity>', 'such as "0.1 mcg/kg/min"')
  .argument('<unit>', 'such as mg/kg/h')
  .argument('[factors...]', 'named factors that lead from one dimension to another, such as "10 mg/mL"')
  .option('--json', 'as JSON')
  .description('convert a quantity exactly')
  .action((quantity: string, unit: string, factors: string[], options: { json?: true }) => {
    print(convertText(quantity, unit, factors, options.json === true));
  });

program
  .command('scan')
  .argument('<code>', 'a release code, or what a scanner sends of a label')
  .option('--data <dir>', "folder of the data file (default: the user's data folder)")
  .option('--json', 'as JSON')
  .description('is it still true? Exit 0 current, 1 superseded, void or unknown, 2 not a code')
  .action((code: string, options: ScanOptions) => {
    const answer = scanText(code, options);
    print(answer.output);
    process.exitCode = answer.exit;
  });

program
  .command('batch')
  .argument('<numbers...>', 'of the orders, such as M000001')
  .requiredOption('--user <name>', 'who prints; the password is asked for, or read from MENISCUS_PASSWORD')
  .requiredOption(
    '--out <file>',
    'where the one file of all labels is written; none that is there is replaced',
  )
  .option('--data <dir>', "folder of the data file (default: the user's data folder)")
  .option('--kind <kind>', 'label, flag, overwrap or auxiliary', 'label')
  .option('--paper <size>', '4x2, 4x3, 4x6, 2x1 or own', '4x2')
  .option('--language <language>', 'pdf, zpl-203 or zpl-300', 'pdf')
  .option('--reason <text>', 'why again, where one of them was printed before')
  .description('labels of many orders as one file. Exit 0 made, 2 refused, 130 cancelled')
  .action(async (numbers: string[], options: BatchOptions) => {
    print(await batch(numbers, options));
  });

const log = program.command('log').description('the event log');
log
  .command('export')
  .requiredOption('--user <name>', 'a supervisor; the password is asked for, or read from MENISCUS_PASSWORD')
  .option('--data <dir>', "folder of the data file (default: the user's data folder)")
  .option('--kind <kind>', 'audit, compounding, controlled, override or signal', 'audit')
  .option('--format <format>', 'csv, jsonl, xlsx or pdf', 'csv')
  .option('--identifiers <how>', 'of patients: full, none or pseudonym', 'full')
  .option('--out <file>', 'where to write it; standard output otherwise')
  .description('a log, with the head of the hash chain')
  .action(async (options: ExportOptions) => {
    print(await exportLog(options));
  });
log
  .command('verify')
  .argument('[file]', 'an exported log, or - for standard input')
  .option('--data <dir>', 'instead of a file: the live log of this data folder')
  .description(
    'verify an exported log from its file alone; exit 1 names the first event that broke the chain',
  )
  .action(async (file: string | undefined, options: { data?: string }) => {
    print(options.data === undefined ? verifyLogFile(file ?? '-') : await verifyLiveLog(options.data));
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
