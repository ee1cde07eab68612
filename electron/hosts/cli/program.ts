import { Command, CommanderError } from 'commander';
import type { BatchOptions } from './commands/batch.ts';
import { EXIT, Exit } from './commands/exit.ts';
import type { KeyOptions } from './commands/key.ts';
import { addLibraryCommands } from './program-library.ts';
import type { ExportOptions } from './commands/log-export.ts';
import type { ProductImportOptions } from './commands/product-import.ts';
import type { RecheckOptions } from './commands/recheck.ts';
import type { ScanOptions } from './commands/scan.ts';
import type { SimulateOptions } from './commands/simulate.ts';
import type { StationCodeOptions } from './commands/station-code.ts';
import type { ServeOptions } from '../site/serve.ts';

interface CalcOptions {
  readonly list?: true;
  readonly in: string;
  readonly jsonl?: true;
  readonly text?: true;
  readonly help?: true;
}

/** Where a command writes its answer, and the one line of what it refuses. */
interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** folder of the built program, beside which its screens lie */
  readonly built?: string;
}

/**
 * One run of the command line; answers its exit code. Each command loads its own modules when it is asked for: `--help`
 * must not wait for the engine or the store.
 */
export async function run(args: readonly string[], { out, err, built = '' }: Terminal): Promise<number> {
  let exit: number = EXIT.ok;
  const program = new Command('meniscus')
    .description('Exact dose checks, labels and logs for home infusion of pain medication')
    .option(
      '--key-file <file>',
      'where the key file of this user lies, before the command (MENISCUS_KEY_FILE)',
    )
    .hook('preAction', (all) => {
      const { keyFile } = all.opts<{ keyFile?: string }>();
      if (keyFile !== undefined) process.env['MENISCUS_KEY_FILE'] = keyFile;
    })
    .exitOverride();
  program.configureOutput({ writeOut: out, writeErr: err });

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
    .action(async (file: string, options: { text?: boolean; site?: string }) => {
      const { COMPILED, compiledCheck } = await import('./compiled.ts');
      const { checkNow } = compiledCheck(COMPILED(import.meta.url)) ?? (await import('./commands/check.ts'));
      const answer = checkNow(file, options);
      out(answer.output);
      exit = answer.exit;
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
    .action(async (file: string, options: SimulateOptions & { site?: string }) => {
      const { simulate } = await import('./commands/simulate.ts');
      const { now, shippedLibrary } = await import('./commands/shipped.ts');
      out(simulate(file, shippedLibrary(options.site), now(), options));
    });

  program
    .command('selftest')
    .option('--site <file>', 'site settings in JSON over those that are shipped')
    .option('--text', 'for people instead of JSON')
    .description(
      'published incidents and golden cases through the rule set. Exit 0 all came out, 1 one did not',
    )
    .action(async (options: { text?: boolean; site?: string }) => {
      const { selftest } = await import('./commands/selftest.ts');
      const { shippedLibrary } = await import('./commands/shipped.ts');
      const answer = selftest(shippedLibrary(options.site), options.text === true);
      out(answer.output);
      exit = answer.exit;
    });

  program
    .command('schema')
    .argument('<name>', 'order, report, or a command of the contract')
    .description('print a JSON Schema')
    .action(async (name: string) => {
      const { schema } = await import('./commands/schema.ts');
      out(schema(name));
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
      const { recheck } = await import('./commands/recheck.ts');
      const { shippedLibrary } = await import('./commands/shipped.ts');
      const answer = await recheck(folder, options, shippedLibrary(undefined), new Date().toISOString());
      out(answer.output);
      exit = answer.exit;
    });

  program
    .command('demo')
    .requiredOption(
      '--out <dir>',
      'where order.json, findings.json, record.json, label.pdf, pump-sheet.pdf and log.csv are written',
    )
    .description('one real order through its whole life with three people, on a fresh data file')
    .action(async (options: { out: string }) => {
      const { demo } = await import('./commands/demo.ts');
      out(await demo(options.out));
    });

  program
    .command('calc')
    .argument('[id]', 'which calculator; --list names them all')
    .argument('[values...]', 'name=value of each field, instead of JSON')
    .option('--list', 'every calculator with its inputs and outputs, as JSON')
    .option('--in <file>', 'the JSON object of quantity texts', '-')
    .option('--jsonl', 'read {"id", "input"} a line from standard input, answer a line each, in order')
    .option('--text', 'for people instead of JSON')
    .helpOption(false)
    .option('-h, --help', 'display help, with a calculator that of its fields too')
    .description('a calculation with its derivation, checked by a second algorithm')
    .action(async (id: string | undefined, values: string[], options: CalcOptions, command: Command) => {
      if (options.help) {
        const { fieldsHelp } = await import('./commands/calc-list.ts');
        return void out(`${command.helpInformation()}${fieldsHelp(id ?? '')}`);
      }
      if (options.list) {
        const { listCalculators } = await import('./commands/calc-list.ts');
        return void out(listCalculators());
      }
      const { calc, calcLines } = await import('./commands/calc.ts');
      if (options.jsonl) return calcLines(process.stdin, process.stdout);
      if (id === undefined)
        throw new Exit(EXIT.refused, 'id: missing: accepted: an id of "meniscus calc --list"');
      return void out(calc(id, options.in, options.text === true, values));
    });

  program
    .command('convert')
    .argument('[quantity]', 'such as "0.1 mcg/kg/min"; without it, lines such as "0.9% to mg/mL" are read')
    .argument('[unit]', 'such as mg/kg/h')
    .argument('[factors...]', 'named factors that lead from one dimension to another, such as "10 mg/mL"')
    .option('--json', 'as JSON')
    // a temperature below zero is no option
    .allowUnknownOption()
    .description('convert a quantity exactly')
    .action(
      async (
        quantity: string | undefined,
        unit: string | undefined,
        factors: string[],
        options: { json?: true },
      ) => {
        const { convertLines, convertText } = await import('./commands/convert.ts');
        if (quantity === undefined) return convertLines(process.stdin, process.stdout);
        if (unit === undefined)
          throw new Exit(
            EXIT.refused,
            'unit: missing: accepted: the unit that is asked for, such as mg/kg/h',
          );
        return void out(convertText(quantity, unit, factors, options.json === true));
      },
    );

  program
    .command('scan')
    .argument('<code>', 'a release code, or what a scanner sends of a label')
    .option('--data <dir>', "folder of the data file (default: the user's data folder)")
    .option('--json', 'as JSON')
    .description('is it still true? Exit 0 current, 1 superseded, void or unknown, 2 not a code')
    .action(async (code: string, options: ScanOptions) => {
      const { scanText } = await import('./commands/scan.ts');
      const answer = await scanText(code, options);
      out(answer.output);
      exit = answer.exit;
    });

  program
    .command('batch')
    .argument('<numbers...>', 'of the orders, such as M000001')
    .requiredOption(
      '--user <name>',
      'who prints; the password is asked for, or read from MENISCUS_PASSWORD, a code from MENISCUS_CODE',
    )
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
      const { batch } = await import('./commands/batch.ts');
      out(await batch(numbers, options));
    });

  program
    .command('serve')
    .requiredOption('--listen <host:port>', 'where the site is reached, such as 192.168.1.10:8443')
    .option('--cert <file>', 'its certificate with those above it, in PEM')
    .option('--key <file>', 'the key of the certificate, in PEM')
    .option('--name <name...>', 'what the site is called; what the certificate names otherwise')
    .option('--data <dir>', "folder of the data file (default: the user's data folder)")
    .option(
      '--db <address>',
      'the data in PostgreSQL instead, as "meniscus move" brought it there: docs/site.md',
    )
    .description('the host of a site, for the stations that are enrolled; TLS 1.2 or later off this machine')
    .action(async (options: ServeOptions & { data?: string; db?: string }) => {
      const { serve } = await import('./commands/serve.ts');
      await serve(options, built);
    });

  program
    .command('station-code')
    .requiredOption(
      '--user <name>',
      'a supervisor; the password is asked for, or read from MENISCUS_PASSWORD, a code from MENISCUS_CODE',
    )
    .option('--data <dir>', "folder of the data file (default: the user's data folder)")
    .description(
      'a code with which the first station of a site is enrolled; further ones are made on its screens',
    )
    .action(async (options: StationCodeOptions) => {
      const { stationCode } = await import('./commands/station-code.ts');
      out(await stationCode(options));
    });

  const key = program.command('key').description('the key of the data file');
  const keyData = ['--data <dir>', "folder of the data file (default: the user's data folder)"] as const;
  key
    .command('recover')
    .option(...keyData)
    .description('the recovery code, from standard input: the key is kept by this host from then on')
    .action(async (options: KeyOptions) => {
      const { recover } = await import('./commands/key.ts');
      out(await recover(options));
    });
  key
    .command('rotate')
    .option(...keyData)
    .description('a new key and a new recovery code, while nobody has the data file open')
    .action(async (options: KeyOptions) => {
      const { rotate } = await import('./commands/key.ts');
      out(rotate(options));
    });
  key
    .command('unseal')
    .argument('<file>', 'a broken data file that was sealed when its folder was encrypted')
    .requiredOption('--out <file>', 'where its bytes are written, in the clear')
    .option(...keyData)
    .description('the bytes of a broken data file, for whoever looks into it')
    .action(async (file: string, options: KeyOptions & { out: string }) => {
      const { unseal } = await import('./commands/key.ts');
      out(unseal(file, options));
    });

  const log = program.command('log').description('the event log');
  log
    .command('export')
    .requiredOption(
      '--user <name>',
      'a supervisor; the password is asked for, or read from MENISCUS_PASSWORD, a code from MENISCUS_CODE',
    )
    .option('--data <dir>', "folder of the data file (default: the user's data folder)")
    .option('--kind <kind>', 'audit, compounding, controlled, override or signal', 'audit')
    .option(
      '--format <format>',
      'csv, jsonl, xlsx or pdf; without it the one that the name of the file ends in, else csv',
    )
    .option('--identifiers <how>', 'of patients: full, none or pseudonym', 'full')
    .option('--out <file>', 'where to write it; standard output otherwise')
    .description('a log, with the head of the hash chain')
    .action(async (options: ExportOptions) => {
      const { exportLog } = await import('./commands/log-export.ts');
      out(await exportLog(options));
    });
  log
    .command('verify')
    .argument('[file]', 'an exported log, or - for standard input')
    .option(
      '--data <dir>',
      'the live log of this data folder; with a file: whether that log knows the export',
    )
    .description(
      'verify an export from its file alone (CSV, JSON Lines, workbook); exit 1 names what is not as it was exported',
    )
    .action(async (file: string | undefined, options: { data?: string }) => {
      const { verifyLiveLog, verifyLogFile } = await import('./commands/log-verify.ts');
      const { data } = options;
      out(
        file === undefined && data !== undefined
          ? await verifyLiveLog(data)
          : await verifyLogFile(file ?? '-', data),
      );
    });

  program
    .command('product')
    .description('lists of products: what exists, which approves nothing')
    .command('import')
    .argument('<file>', 'FDA’s product or package file, or a list with a column GTIN')
    .requiredOption(
      '--user <name>',
      'a supervisor; the password is asked for, or read from MENISCUS_PASSWORD',
    )
    .option('--data <dir>', "folder of the data file (default: the user's data folder)")
    .option('--encoding <name>', 'utf-8, or windows-1252 as FDA’s own files', 'utf-8')
    .option('--whole', 'what the list does not have is marked as no longer listed')
    .option('--refused <file>', 'where the rows that were kept out are written, with line, field and reason')
    .description('adds what is new and changes what says otherwise. Exit 0 done, 2 refused, 130 stopped')
    .action(async (file: string, options: ProductImportOptions) => {
      const { importProducts } = await import('./commands/product-import.ts');
      out(await importProducts(file, options));
    });

  addLibraryCommands(program, out);

  program
    .command('move')
    .option(
      '--to <address>',
      'postgres://USER@HOST:PORT/DATABASE, an empty database; the password in PGPASSWORD',
    )
    .option('--from <address>', 'the way back, into a data folder without a data file')
    .option('--data <dir>', 'the data folder')
    .description('bring the data of a folder, which nobody has open, into the database of a site, or back')
    .action(async (options: { data?: string; to?: string; from?: string }) => {
      const { move } = await import('./commands/move.ts');
      out(await move(options));
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (Exit.is(error)) {
      err(`${error.message}\n`);
      return error.code;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.refused;
    err(`internal: ${error instanceof Error ? error.message : String(error)}\n`);
    return 70;
  }
}
