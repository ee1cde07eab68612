import { useState } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { DoubleCheckView } from '../../../bridge/double-check.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { amount, amountIssue, amountText, isBlank } from '../../ui/amount.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { PickField } from '../../ui/field.tsx';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { QuantityField } from '../../ui/quantity-field.tsx';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { Problem, Waiting } from '../../ui/states.tsx';
import { contentOf, emptyAlso, emptyDraft, withDrug } from '../orders/draft.ts';
import { missingFields, typedIssues } from '../orders/fields.ts';
import { BesideForms } from '../orders/beside-forms.tsx';
import { FurtherDrugs, furtherDrugs, type FurtherDrug } from './further-drugs.tsx';
import { RegimenForm } from '../orders/regimen-form.tsx';

interface Props {
  readonly order: Output<'double-check.list'>[number];
  readonly onDone: (view: DoubleCheckView) => void;
}

const asked = (path: string) => path === 'drug' || path === 'route' || path.startsWith('regimen.');

/** The second entry. Nothing that the first person typed is fetched, so nothing of it can show. */
export function BlindForm({ order, onDone }: Props) {
  const { user, status } = useSession();
  const formulary = useRead('formulary.list', {});
  const { draft, setDraft, forget } = useKeptDraft(`blind:${order.id}`, () => emptyDraft(''));
  const {
    draft: concentration,
    setDraft: setConcentration,
    forget: forgetStrength,
  } = useKeptDraft(`blind-strength:${order.id}`, () => amount('mg/mL'));
  const {
    draft: further,
    setDraft: setFurther,
    forget: forgetFurther,
  } = useKeptDraft<readonly FurtherDrug[]>(`blind-further:${order.id}`, []);
  const [signing, setSigning] = useState(false);
  const enter = useWrite('double-check.enter', (view) => {
    forget();
    forgetStrength();
    forgetFurther();
    onDone(view);
  });
  const failed = failureIn(enter);
  if (!formulary.data)
    return formulary.error ? (
      <div className="page">
        <Problem failure={failureIn(formulary)} />
      </div>
    ) : (
      <Waiting what="the formulary" />
    );
  const { drugs } = formulary.data;
  const unit = formulary.data.drugs.find((d) => d.id === draft.drug)?.unit ?? 'mg';
  const strength =
    concentration.unit === `${unit}/mL` ? concentration : { ...concentration, unit: `${unit}/mL` };
  const typed = [
    ...typedIssues(draft).filter((i) => asked(i.path)),
    ...amountIssue(strength, 'concentration'),
    ...further.flatMap((x, i) => amountIssue(x.concentration, `also.${i}.concentration`)),
  ];
  const refused = FieldIssues.of(failed)
    .besides([])
    .map((i) => ({ ...i, path: i.path.replace(/^entry\./, '') }));
  const issues = new FieldIssues(typed, refused);
  const left =
    missingFields(draft).filter((f) => asked(f.path)).length +
    [strength, ...further.map((x) => x.concentration)].filter(isBlank).length +
    further.filter((x) => x.drug === '').length;
  const blocked =
    left > 0
      ? `${left} ${left === 1 ? 'field' : 'fields'} left`
      : typed.length > 0
        ? `${typed.length} refused`
        : null;
  // a volume says what is given of all drugs: of a mixture the form allows it for each dose
  const mixed = { ...draft, also: further.map(() => emptyAlso) };
  const form = { draft: mixed, onChange: setDraft, issues, formulary: formulary.data };
  const { drug, route, regimen } = contentOf(draft, status.timeZone);
  return (
    <div className="page">
      <header>
        <h1>Double check of order {order.number}</h1>
        <span className="note">
          {order.patient}, born {order.birthDate} · Rx {order.rx} · {order.prescriber}
        </span>
      </header>
      <section className="fill panel blind" aria-label="Second entry">
        <p className="pad note">
          Enter what the prescriber’s document says. What the first person entered is not shown; both are
          compared once you sign.
        </p>
        <div className="entry">
          <fieldset>
            <legend className="cap">Drug</legend>
            <PickField
              label="Drug"
              name="drug"
              issues={issues.at('drug')}
              value={draft.drug}
              none="choose"
              options={formulary.data.drugs.map((d) => ({ value: d.id, label: d.name }))}
              onChange={(id) =>
                setDraft((d) => withDrug(d, id, drugs.find((x) => x.id === id)?.unit ?? 'mg'))
              }
            />
            <PickField
              label="Route"
              name="route"
              issues={issues.at('route')}
              value={draft.route}
              none="choose"
              options={(drugs.find((d) => d.id === draft.drug)?.routes ?? []).map((r) => ({
                value: r,
                label: r,
              }))}
              onChange={(value) => setDraft((d) => ({ ...d, route: value }))}
            />
          </fieldset>
          <RegimenForm {...form} />
          <BesideForms {...form} />
          <fieldset>
            <legend className="cap">Container</legend>
            <QuantityField
              label="Concentration"
              name="concentration"
              issues={issues.at('concentration')}
              units={[`${unit}/mL`]}
              value={strength}
              onChange={setConcentration}
            />
          </fieldset>
          <FurtherDrugs
            drugs={drugs}
            first={draft.drug}
            rows={further}
            issues={issues}
            onChange={setFurther}
          />
        </div>
      </section>
      <footer className="row end">
        <button
          type="button"
          className="btn main"
          disabled={blocked !== null}
          onClick={() => setSigning(true)}
        >
          {blocked === null ? 'Compare' : `Compare: ${blocked}`}
        </button>
      </footer>
      {signing && (
        <SignDialog
          title={`Double check of order ${order.number}`}
          meaning="I entered this from the prescriber’s document, without having seen the first entry."
          facts={[
            ['Patient', order.patient],
            ['Rx', order.rx],
          ]}
          signer={user.name}
          act="Compare"
          busy={enter.isBlocked}
          failure={failed}
          onSign={(password) =>
            enter.mutate({
              id: order.id,
              version: order.version,
              entry: { drug, route, regimen, concentration: amountText(strength), ...furtherDrugs(further) },
              password,
            })
          }
          onClose={() => setSigning(false)}
        />
      )}
    </div>
  );
}
