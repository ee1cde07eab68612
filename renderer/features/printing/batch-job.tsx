import { useMutation, useQueryClient } from '@tanstack/react-query';
import { form, PAPERS } from '../../../bridge/forms.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn, useRead } from '../../query.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { FileJob } from '../../ui/file-job.tsx';
import { Answer } from '../../ui/states.tsx';

/** One batch: how far it is, why it ended, and its file. */
export function BatchJob({ job }: { job: string }) {
  const client = useQueryClient();
  const status = useRead('batch.status', { job }, { refetchWhile: (s) => s?.state === 'running' });
  const cancel = useMutation<unknown, CallFailed>({
    mutationFn: () => call('batch.cancel', { job }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['batch.status', { job }] }),
  });
  const save = useMutation<void, CallFailed>({
    mutationFn: async () => {
      if (!status.data) return;
      const { file } = await call('batch.fetch', { job });
      const type = status.data.language === 'pdf' ? 'application/pdf' : 'application/octet-stream';
      download(status.data.name, bytesOf(file), type);
    },
  });
  return (
    <Answer of={status} what="the batch">
      {({ state, kind, paper, name, done, total, number, why }) => (
        <FileJob
          {...{ name, state, done, total }}
          title={`${form(kind).title}, ${PAPERS[paper]}`}
          what="Labels"
          failure={failureIn(save) ?? failureIn(cancel)}
          cancel={{ ...cancel, mutate: () => cancel.mutate() }}
          save={{ ...save, mutate: () => save.mutate() }}
        >
          <output className="note">
            {done} of {total} labels
          </output>
          {state === 'failed' && (
            <p className="problem" role="alert">
              No label of it leaves{number !== null && `, because of order ${number}`}: {why}
            </p>
          )}
          {state === 'cancelled' && <p className="note">No label of it was printed or counted.</p>}
        </FileJob>
      )}
    </Answer>
  );
}
