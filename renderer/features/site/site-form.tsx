import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { failureIn, useWrite } from '../../query.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { inches, inInches, sizeOf } from './label-size.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigning } from '../../ui/signing.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { changesOf } from './changes.ts';
import { BlindDrugs } from './blind-drugs.tsx';

const SHOWN = [
  'site.pharmacy.name',
  'site.pharmacy.address',
  'site.pharmacy.phone',
  'site.timeZone',
  'site.ownLabel.width',
  'site.ownLabel.height',
  'password',
];
const LISTS = ['site.printing.folders', 'site.printing.hosts'];

export function SiteForm({ known }: { known: Output<'site.get'> }) {
  const client = useQueryClient();
  const { pharmacy, timeZone, ownLabel = null, printing = { folders: [], hosts: [] } } = known.site;
  const {
    draft: doubleCheck,
    setDraft: setDoubleCheck,
    forget: forgetDouble,
  } = useKeptDraft(`site-double:${known.ruleSet}`, known.site.doubleCheck ?? { drugs: [], kinds: [] });
  const {
    draft: form,
    set,
    fields,
    forget,
  } = useDraft(
    {
      name: pharmacy?.name ?? '',
      address: pharmacy?.address ?? '',
      phone: pharmacy?.phone ?? '',
      timeZone,
      width: ownLabel === null ? '' : inches(ownLabel.width),
      height: ownLabel === null ? '' : inches(ownLabel.height),
      folders: printing.folders.join('\n'),
      hosts: printing.hosts.join('\n'),
    },
    `site:${known.ruleSet}`,
  );
  const sign = useSigning();
  const save = useWrite('site.save', () => {
    forget();
    forgetDouble();
    sign.close();
    say('Saved. New labels carry it from now on.');
    // A rule set of its own: everything that was answered under the last one is asked again.
    for (const name of ['system.status', 'formulary.list', 'order.check'])
      void client.invalidateQueries({ queryKey: [name] });
  });
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const { width, height, folders, hosts, timeZone: zone, ...words } = form;
  const next = {
    pharmacy: words,
    timeZone: zone,
    ownLabel: sizeOf(width, height),
    doubleCheck,
    printing: { folders: linesOf(folders), hosts: linesOf(hosts) },
  };
  const changed = changesOf(known.site, next);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length > 0) sign.ask();
  };
  return (
    <>
      <form className="panel pad form site" onSubmit={send} noValidate>
        <h1 className="w12">Pharmacy</h1>
        <p className="w12 note">
          Stands on every label and sheet.{' '}
          {pharmacy === null && <b>Nothing can be printed until it is entered.</b>}
        </p>
        <TextField
          className="w12"
          label="Name of the pharmacy"
          {...field('name', 'site.pharmacy.name')}
          name="site.name"
          first={pharmacy === null}
        />
        <TextField
          className="w12"
          label="Address"
          {...field('address', 'site.pharmacy.address')}
          name="site.address"
        />
        <TextField
          className="w6"
          label="Telephone, 24 h"
          {...field('phone', 'site.pharmacy.phone')}
          name="site.phone"
        />
        <PickField
          className="w6"
          label="Time zone"
          {...field('timeZone', 'site.timeZone')}
          name="site.timeZone"
          options={zones(timeZone)}
        />
        <TextField
          className="w6"
          label="Own label stock, width (in)"
          name="site.ownLabel.width"
          value={form.width}
          onChange={set('width')}
          issues={inInches(issues.at('site.ownLabel.width'), 'width', form.width)}
          hint="a size beside the usual ones, such as 3.5"
          optional
        />
        <TextField
          className="w6"
          label="Own label stock, height (in)"
          name="site.ownLabel.height"
          value={form.height}
          onChange={set('height')}
          issues={inInches(issues.at('site.ownLabel.height'), 'height', form.height)}
          optional
        />
        <AreaField
          className="w6"
          label="Addresses of network printers"
          name="site.printing.hosts"
          value={form.hosts}
          onChange={set('hosts')}
          issues={issues.under('site.printing.hosts')}
          hint="one a line; labels are sent to no other"
          optional
        />
        <AreaField
          className="w6"
          label="Folders that labels may be written to"
          name="site.printing.folders"
          value={form.folders}
          onChange={set('folders')}
          issues={issues.under('site.printing.folders')}
          hint="whole paths, one a line; and what lies below them"
          optional
        />
        <BlindDrugs
          drugs={doubleCheck.drugs}
          onChange={(drugs) => setDoubleCheck({ ...doubleCheck, drugs })}
        />
        <div className="w12 stack">
          <Problem
            failure={failure}
            shown={[...SHOWN, ...LISTS.flatMap((list) => issues.under(list).map((i) => i.path))]}
          />
          <span className="row">
            <button type="submit" className="btn main" disabled={changed.length === 0}>
              Save…
            </button>
            <span className="note">rule set {known.ruleSet}</span>
          </span>
        </div>
      </form>
      {sign.signing && (
        <SignDialog
          title="Change what holds for this pharmacy"
          meaning="From now on this holds for every order and every label of this pharmacy."
          facts={changed}
          signer={sign.signer}
          act="Save"
          busy={save.isBlocked}
          failure={failure}
          onSign={(password) =>
            save.mutate({ expectedRuleSet: known.ruleSet, site: next, password }, sign.back)
          }
          onClose={sign.close}
        />
      )}
    </>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The zones of this machine, and the one in force even if it is not among them. */
const zones = (inForce: string) =>
  [...new Set([inForce, ...Intl.supportedValuesOf('timeZone')])]
    .toSorted()
    .map((value) => ({ value, label: value.replaceAll('_', ' ') }));
