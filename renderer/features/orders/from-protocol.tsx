import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';

/** Which protocol an order started from, and the way off it: its ranges ask and stop as long as it stands here. */
export function FromProtocol({ id, onTakeOff }: { id: string; onTakeOff: () => void }) {
  const records = useRead('library.records', { collection: 'protocols' });
  const row = records.data?.find((r) => r.key === id);
  return (
    <p className="wide row from-protocol">
      <span>
        Started from the protocol <a href={hashOf({ at: 'protocols' })}>{id}</a>
        {row ? `: ${row.says.split(': ')[0]}` : ''}. Its ranges ask and stop.
      </span>
      <button type="button" className="btn small" onClick={onTakeOff}>
        Take off the protocol
      </button>
    </p>
  );
}
