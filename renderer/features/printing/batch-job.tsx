import { useMutation, useQueryClient } from '@tanstack/react-query';
import { form, PAPERS } from '../../../bridge/forms.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn, useRead } from '../../query.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { Flag } from '../../ui/mark.tsx';
import { Problem, Waiting } from '../../ui/states.tsx';

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
  if (status.error) return <Problem failure={failureIn(status)} />;
  if (!status.data) return <Waiting what="the batch" />;
  const { state, kind, paper, name, done, total, number, why } = status.data;
  return (
    <article className="panel pad stack" aria-label={name}>
      <div className="row">
        <span className="strong">
          {form(kind).title}, {PAPERS[paper]}
        </span>
        {state === 'done' && <Flag severity="pass">made</Flag>}
        {state === 'failed' && <Flag severity="hard">not made</Flag>}
        {state === 'cancelled' && <Flag severity="unknown">cancelled</Flag>}
      </div>
      <span className="note mono cut">{name}</span>
      {state === 'running' && (
        <progress aria-label={`Labels of ${name}`} value={done} max={Math.max(total, 1)} />
      )}
      <output className="note">
        {done} of {total} labels
      </output>
      {state === 'failed' && (
        <p className="problem" role="alert">
          No label of it leaves{number !== null && `, because of order ${number}`}: {why}
        </p>
      )}
      {state === 'cancelled' && <p className="note">No label of it was printed or counted.</p>}
      <Problem failure={failureIn(save) ?? failureIn(cancel)} />
      <span className="row">
        {state === 'running' && (
          <button type="button" className="btn" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </button>
        )}
        {state === 'done' && (
          <button type="button" className="btn main" disabled={save.isPending} onClick={() => save.mutate()}>
            Save the file
          </button>
        )}
      </span>
    </article>
  );
}
