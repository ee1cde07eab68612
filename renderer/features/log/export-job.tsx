import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { exportFailure } from '../../../words/en/export-failure.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn, useRead } from '../../query.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { FileJob } from '../../ui/file-job.tsx';
import { Answer } from '../../ui/states.tsx';
import { kindWords } from './export-choices.ts';

const count = (n: number): string => n.toLocaleString('en-US');

/** One export, and the file that it is. */
export function ExportJob({ job, saveWhenMade = false }: { job: string; saveWhenMade?: boolean }) {
  const client = useQueryClient();
  const status = useRead('export.status', { job }, { refetchWhile: (s) => s?.state === 'running' });
  const cancel = useMutation<unknown, CallFailed>({
    mutationFn: () => call('export.cancel', { job }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['export.status', { job }] }),
  });
  const save = useMutation<void, CallFailed>({
    mutationFn: async () => {
      if (!status.data) return;
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for (let offset: number | null = 0; offset !== null;) {
        const part: { data: string; next: number | null } = await call('export.fetch', { job, offset });
        parts.push(bytesOf(part.data));
        offset = part.next;
      }
      download(status.data.name, new Blob(parts), status.data.type);
    },
  });
  const { mutate, isIdle } = save;
  const isDue = saveWhenMade && isIdle && status.data?.state === 'done';
  useEffect(() => {
    if (isDue) mutate();
  }, [isDue, mutate]);
  return (
    <Answer of={status} what="the file">
      {({ state, kind, name, done, total, bytes, head, why }) => (
        <FileJob
          {...{ name, state, done, total }}
          title={kindWords(kind)}
          what="Rows"
          failure={failureIn(save) ?? failureIn(cancel)}
          cancel={{ ...cancel, mutate: () => cancel.mutate() }}
          save={{ ...save, mutate: () => save.mutate() }}
        >
          {state === 'running' && (
            <output className="note">
              {count(done)} of {count(total)} rows
            </output>
          )}
          {state === 'done' && (
            <span className="note">
              {count(done)} {done === 1 ? 'row' : 'rows'}
              {done < total && `; ${count(total - done)} can not be read and are not in it`},{' '}
              {count(Math.ceil(bytes / 1_024))} KiB · head of the log{' '}
              <span className="mono">{head.slice(0, 12)}…</span>
            </span>
          )}
          {state === 'failed' && (
            <p className="problem" role="alert">
              Nothing was kept: {exportFailure(why)}.
            </p>
          )}
        </FileJob>
      )}
    </Answer>
  );
}
