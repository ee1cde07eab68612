import { expect } from 'vitest';
import type { ExportStatus } from '../../bridge/export.ts';
import type { Input } from '../../bridge/contract.ts';
import { begun, draftOrder, PASSWORD, prepareOrder, type Window } from './office.ts';

/** A pharmacy with one bag that was prepared and checked. */
export const checked = begun(async (first) => {
  const [tess, pam] = [await first.person('tess', 'technician'), await first.person('pam', 'pharmacist')];
  const paul = await first.person('paul', 'pharmacist');
  const bag = await prepareOrder(await draftOrder(tess), tess, pam, paul);
  await paul.do('order.final-check', { id: bag.id, version: 1, password: PASSWORD });
});

export const asked = (change: Partial<Input<'export.start'>>): Input<'export.start'> => ({
  password: PASSWORD,
  kind: 'audit',
  format: 'csv',
  filter: {},
  identifiers: 'full',
  ...change,
});

export async function done(input: Input<'export.start'>, by: Window): Promise<ExportStatus> {
  let status = await by.do('export.start', input);
  while (status.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    status = await by.do('export.status', { job: status.job });
  }
  return status;
}

/** An export as a window fetches it, part by part. */
export async function fetched(change: Partial<Input<'export.start'>>, by: Window): Promise<Buffer> {
  const { job, state, why } = await done(asked(change), by);
  expect([state, why]).toEqual(['done', null]);
  const parts: Buffer[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const part: { data: string; next: number | null } = await by.do('export.fetch', { job, offset });
    parts.push(Buffer.from(part.data, 'base64'));
    offset = part.next;
  }
  return Buffer.concat(parts);
}
