import type { Command, Input, Output } from '../../../../bridge/contract.ts';
import type { ExportStatus } from '../../../../bridge/export.ts';
import { exportFailure } from '../../../../words/en/export-failure.ts';
import { EXIT, Exit } from './exit.ts';

export type Ask = <C extends Command>(name: C, input: Input<C>) => Promise<Output<C>>;

/** Makes an export and hands its file on, part by part, as a screen does; answers what was made. */
export async function fetchExport(
  ask: Ask,
  wanted: Input<'export.start'>,
  take: (part: Buffer) => void,
): Promise<ExportStatus> {
  let status = await ask('export.start', wanted);
  while (status.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 100));
    status = await ask('export.status', { job: status.job });
  }
  if (status.state !== 'done')
    throw new Exit(EXIT.refused, `export-${status.state}: ${exportFailure(status.why)}`);
  for (let offset: number | null = 0; offset !== null;) {
    const part: Output<'export.fetch'> = await ask('export.fetch', { job: status.job, offset });
    take(Buffer.from(part.data, 'base64'));
    offset = part.next;
  }
  return status;
}
