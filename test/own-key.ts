import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The key file of tests. That of whoever runs them is theirs, and nothing is written into their home. */
export const OWN_KEY = (process.env['MENISCUS_KEY_FILE'] ??= join(
  tmpdir(),
  // asked of the process: whoever runs it may have no entry among the users of the machine
  `meniscus-test-${process.getuid?.() ?? 'own'}`,
  'key',
));
