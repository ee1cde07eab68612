import type { BackupFile } from '../../../bridge/backup.ts';
import { instantWords } from '../../ui/dates.ts';
import { Empty } from '../../ui/states.tsx';

interface Props {
  readonly files: readonly BackupFile[];
  readonly zone: string;
  readonly onAct: (act: 'check' | 'restore', file: BackupFile) => void;
  /** where the data file is damaged there is nothing but the way back */
  readonly restoreOnly?: boolean;
}

/** Newest first. */
export function BackupList({ files, zone, onAct, restoreOnly = false }: Props) {
  if (files.length === 0) return <Empty title="No backup is there" />;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Made</th>
          <th className="num">Events in it</th>
          <th className="num">Size</th>
          <th>Head of its log</th>
          <th>
            <span className="sr">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((f) => {
          const made = instantWords(f.at, zone);
          return (
            <tr key={f.file}>
              <td>
                <span className="strong">{made}</span>
                {!f.authentic && <span className="note"> as the file says; confirmed when it is opened</span>}
              </td>
              <td className="num">{f.events.toLocaleString('en-US')}</td>
              <td className="num">{Math.ceil(f.bytes / 1_024).toLocaleString('en-US')} KiB</td>
              <td className="mono">{f.head.slice(0, 12)}…</td>
              <td>
                <span className="row end">
                  {!restoreOnly && (
                    <button
                      type="button"
                      className="btn small"
                      aria-label={`Check the backup of ${made}`}
                      onClick={() => onAct('check', f)}
                    >
                      Check…
                    </button>
                  )}
                  <button
                    type="button"
                    className="btn small"
                    aria-label={`Restore the backup of ${made}`}
                    onClick={() => onAct('restore', f)}
                  >
                    Restore…
                  </button>
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
