import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { failureIn, useWrite } from '../../query.ts';
import { PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { inches, inInches, sizeOf } from './label-size.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';
import { BlindDrugs } from './blind-drugs.tsx';

const SHOWN = [
  'site.pharmacy.name',
  'site.pharmacy.address',
  'site.pharmacy.phone',
  'site.timeZone',
  'site.ownLabel.width',
  'site.ownLabel.height',
];

export function SiteForm({ known }: { known: Output<'site.get'> }) {
  const client = useQueryClient();
  const { pharmacy, timeZone, ownLabel = null } = known.site;
  const [doubleCheck, setDoubleCheck] = useState(known.site.doubleCheck ?? { drugs: [], kinds: [] });
  const [form, setForm] = useState({
    name: pharmacy?.name ?? '',
    address: pharmacy?.address ?? '',
    phone: pharmacy?.phone ?? '',
    timeZone,
    width: ownLabel === null ? '' : inches(ownLabel.width),
    height: ownLabel === null ? '' : inches(ownLabel.height),
  });
  const save = useWrite('site.save', () => {
    say('Saved. New labels carry it from now on.');
    // A rule set of its own: everything that was answered under the last one is asked again.
    for (const name of ['system.status', 'formulary.list', 'order.check'])
      void client.invalidateQueries({ queryKey: [name] });
  });
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { timeZone: zone, width, height, ...words } = form;
    save.mutate({
      expectedRuleSet: known.ruleSet,
      site: { pharmacy: words, timeZone: zone, ownLabel: sizeOf(width, height), doubleCheck },
    });
  };
  return (
    <form className="panel pad form site" onSubmit={send} noValidate>
      <h1 className="w12">Pharmacy</h1>
      <p className="w12 note">
        Stands on every label and sheet.{' '}
        {pharmacy === null && <b>Nothing can be printed until it is entered.</b>}
      </p>
      <TextField
        className="w12"
        label="Name of the pharmacy"
        name="site.name"
        value={form.name}
        onChange={set('name')}
        issues={issues.at('site.pharmacy.name')}
        first={pharmacy === null}
      />
      <TextField
        className="w12"
        label="Address"
        name="site.address"
        value={form.address}
        onChange={set('address')}
        issues={issues.at('site.pharmacy.address')}
      />
      <TextField
        className="w6"
        label="Telephone, 24 h"
        name="site.phone"
        value={form.phone}
        onChange={set('phone')}
        issues={issues.at('site.pharmacy.phone')}
      />
      <PickField
        className="w6"
        label="Time zone"
        name="site.timeZone"
        value={form.timeZone}
        onChange={set('timeZone')}
        options={zones(timeZone)}
        issues={issues.at('site.timeZone')}
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
      <BlindDrugs drugs={doubleCheck.drugs} onChange={(drugs) => setDoubleCheck({ ...doubleCheck, drugs })} />
      <div className="w12 stack">
        <Problem failure={failure} shown={SHOWN} />
        <span className="row">
          <button type="submit" className="btn main" disabled={save.isPending}>
            Save
          </button>
          <span className="note">rule set {known.ruleSet}</span>
        </span>
      </div>
    </form>
  );
}

/** The zones of this machine, and the one in force even if it is not among them. */
const zones = (inForce: string) =>
  [...new Set([inForce, ...Intl.supportedValuesOf('timeZone')])]
    .toSorted()
    .map((value) => ({ value, label: value.replaceAll('_', ' ') }));
