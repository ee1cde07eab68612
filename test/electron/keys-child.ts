import { writeSync } from 'node:fs';
import { hostKeepers } from '../../electron/services/keys/host-keepers.ts';
import { openKeyed } from '../../electron/services/keys/keyed-store.ts';
import { rotateKey } from '../../electron/services/keys/rotate.ts';

/** The process that is killed: it opens a folder, or rotates its key again and again. */
const [dataDir = '', does = ''] = process.argv.slice(2);
writeSync(1, 'ready\n');
if (does === 'open') await (await openKeyed(dataDir, hostKeepers())).store.close();
else for (;;) rotateKey(dataDir, hostKeepers());
writeSync(1, 'done\n');
