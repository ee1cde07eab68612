import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** The key file of tests. That of whoever runs them is theirs, and nothing is written into their home. */
export const OWN_KEY = (process.env['MENISCUS_KEY_FILE'] ??= join(
  tmpdir(),
  `meniscus-test-${userInfo().uid}`,
  'key',
));
