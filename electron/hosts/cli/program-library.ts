import type { Command } from 'commander';
import type { LibraryExportOptions, LibraryImportOptions, LibraryKeyOptions } from './commands/library.ts';

/** The part of the command line that brings libraries from one pharmacy to another. */
export function addLibraryCommands(program: Command, out: (text: string) => void): void {
  const library = program.command('library').description('the library in force, between pharmacies');
  const data = ['--data <dir>', "folder of the data file (default: the user's data folder)"] as const;
  const person = [
    '--user <name>',
    'who signs in; the password is asked for, or read from MENISCUS_PASSWORD, a code from MENISCUS_CODE',
  ] as const;
  library
    .command('export')
    .requiredOption(...person)
    .requiredOption('--out <file>', 'a new file for the whole library, signed with the key of the site')
    .option(...data)
    .description('the library in force as one signed file; "meniscus schema library" documents it')
    .action(async (options: LibraryExportOptions) => {
      const { exportLibrary } = await import('./commands/library.ts');
      out(await exportLibrary(options));
    });
  library
    .command('import')
    .argument('<file>', 'a library that a pharmacy signed whose key is trusted here')
    .requiredOption(...person)
    .option('--reason <text>', 'why; without it nothing is proposed, and what differs is told')
    .option('--collection <id>', 'of this collection only')
    .option('--drug <id>', 'of this drug only')
    .option(...data)
    .description(
      'proposes every record that differs, for others to approve; nothing comes into force. Exit 0 told or proposed, 2 refused',
    )
    .action(async (file: string, options: LibraryImportOptions) => {
      const { importLibrary } = await import('./commands/library.ts');
      out(await importLibrary(file, options));
    });
  library
    .command('book')
    .requiredOption(...person)
    .requiredOption('--out <file>', 'a new PDF')
    .option(...data)
    .description('the library in force as a book to read, every figure with its source')
    .action(async (options: LibraryExportOptions) => {
      const { libraryBook } = await import('./commands/library.ts');
      out(await libraryBook(options));
    });
  library
    .command('key')
    .requiredOption(...person)
    .option(...data)
    .description(
      'the public key of the site with its fingerprint, and the keys that are trusted here, as JSON',
    )
    .action(async (options: LibraryKeyOptions) => {
      const { libraryKey } = await import('./commands/library.ts');
      out(await libraryKey(options));
    });
}
