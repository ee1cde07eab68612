import { useState } from 'react';
import { form, PAPERS } from '../../../bridge/forms.ts';
import type { StalePrintOut } from '../../../bridge/printing.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { Answer } from '../../ui/states.tsx';
import { AccountDialog } from './account-dialog.tsx';

/** Paper that says what is no longer so: who holds it, and what is to be asked of them. */
export function Stale() {
  const { status } = useSession();
  const mayAccount = useMay('prepare');
  const list = useRead('stale.list', {});
  const [open, setOpen] = useState<StalePrintOut | null>(null);
  const zone = status.timeZone;
  return (
    <section className="panel" aria-labelledby="stale-title">
      <h2 id="stale-title" className="cap pad">
        On paper and no longer true
        {list.data && list.data.length > 0 && <Flag severity="hard">{list.data.length} to get back</Flag>}
      </h2>
      <Answer of={list} what="stale print-outs">
        {(papers) =>
          papers.length === 0 ? (
            <p className="note pad">Every print-out that was made is current, returned or destroyed.</p>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>What</th>
                  <th>Order</th>
                  <th>Not true since</th>
                  <th>Held by</th>
                  <th className="num">Copies out</th>
                  <th>
                    <span className="sr">Acts</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {papers.map((p) => (
                  <tr key={p.id}>
                    <td>
                      <span className="strong">{form(p.kind).title}</span> {PAPERS[p.paper]}
                      <div className="note">
                        printed {instantWords(p.at, zone)} by {p.by}
                        {p.reprint > 0 && `, reprint ${p.reprint}`}
                      </div>
                    </td>
                    <td>
                      <a href={hashOf({ at: 'order', id: p.orderId })}>{p.number}</a> v{p.version}
                      <div className="note">
                        {p.currentVersion === p.version
                          ? 'the order has ended'
                          : `version ${p.currentVersion} counts now`}
                      </div>
                    </td>
                    <td>{instantWords(p.staleSince, zone)}</td>
                    <td>
                      <span className="strong">{p.holderName}</span>
                      <div className="note">
                        {p.holder === 'patient'
                          ? 'left with the preparation: ask the patient or the nurse to return it'
                          : 'in the pharmacy: ask for it and destroy it'}
                      </div>
                      {p.fates.map((f) => (
                        <div key={f.at} className="note">
                          {f.copies} {f.fate}, {f.heldBy}, {instantWords(f.at, zone)}
                        </div>
                      ))}
                    </td>
                    <td className="num">
                      {p.outstanding} of {p.copies}
                    </td>
                    <td>
                      {mayAccount && (
                        <span className="row end">
                          <button
                            type="button"
                            className="btn small"
                            aria-label={`Account for ${form(p.kind).title} of ${p.number}`}
                            onClick={() => setOpen(p)}
                          >
                            Returned or destroyed…
                          </button>
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      {open && <AccountDialog stale={open} onClose={() => setOpen(null)} />}
    </section>
  );
}
