import type { Reply } from '../../bridge/failure.ts';
import { makeContext } from '../../electron/services/context.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { CHEAP, PASSWORD } from '../electron/office.ts';

/** Runs under a limit on the size of files (`ulimit -f`): writes until the disk says no, then says what was said. */
const context = await makeContext({ dataDir: process.argv[2] ?? '', passwordCost: CHEAP });
const dispatch = makeDispatch(context);
const ask = (name: string, input: unknown): Promise<Reply<unknown>> =>
  dispatch({ key: 'sam', station: 'full' }, name, input);

await ask('system.first-run', {
  username: 'sam',
  password: PASSWORD,
  name: 'Sam',
  credentials: 'RPh',
  licence: null,
  pharmacist: true,
});
let stored = 0;
const codes = new Set<string>();
for (let i = 0; i < 20_000 && codes.size === 0; i += 1) {
  const reply = await ask('prescriber.save', {
    id: null,
    expectedVersion: null,
    record: { name: `Dr. ${i} ${'x'.repeat(60)}`, credentials: 'MD', phone: '555' },
  });
  if (reply.ok) stored += 1;
  else
    codes.add(reply.failure.code === 'refused' ? (reply.failure.issues[0]?.code ?? '') : reply.failure.code);
}
const reading = await ask('prescriber.list', {});
console.log(
  JSON.stringify({
    stored,
    codes: [...codes],
    read: reading.ok ? (reading.value as unknown[]).length : null,
  }),
);
