import type { Output } from '../../../bridge/contract.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';

export type Merges = Pick<Output<'patient.get'>, 'wentTo' | 'came'>;

/** That this record went into another one, or which went into it. */
export function Merged({ merges: { wentTo, came } }: { merges: Merges }) {
  const { timeZone } = useSession().status;
  if (wentTo === null && came.length === 0) return null;
  return (
    <div className="question">
      {wentTo !== null && (
        <span>
          <b>This record went into another one.</b> Its orders and doses count under{' '}
          <a href={hashOf({ at: 'patient', id: wentTo.patient.id })}>
            {wentTo.patient.name}, {wentTo.patient.mrn}
          </a>
          , and nothing is written here any more. {wentTo.reason}{' '}
          <span className="note">
            · approved by {wentTo.by}, {instantWords(wentTo.at, timeZone)}
          </span>
        </span>
      )}
      {came.length > 0 && (
        <span>
          Also counted here, merged into this record:{' '}
          {came.map((p, i) => (
            <span key={p.id}>
              {i > 0 && ', '}
              <a href={hashOf({ at: 'patient', id: p.id })}>
                {p.name}, {p.mrn}
              </a>
            </span>
          ))}
        </span>
      )}
    </div>
  );
}
