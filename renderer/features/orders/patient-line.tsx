import type { ReactNode } from 'react';
import type { PatientRecord } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { ageWords, today, yearsOld } from '../../ui/dates.ts';
import { Shape } from '../../ui/mark.tsx';
import { staleFacts } from './findings.ts';

interface Props {
  readonly id: string;
  readonly record: PatientRecord;
  readonly report: OrderReport | null;
  readonly children?: ReactNode;
}

/** Who it is for, and how old each fact is. A fact that a check found too old or missing is coloured and named. */
export function PatientLine({ id, record: p, report, children }: Props) {
  const { status } = useSession();
  const now = today(status.timeZone);
  const stale = staleFacts(report);
  const allergies =
    p.allergies.length === 0
      ? p.noKnownAllergies
        ? `none known (${p.noKnownAllergies.by}, ${p.noKnownAllergies.on})`
        : 'not asked'
      : p.allergies.map((a) => `${a.substance} (${a.reaction})`).join(', ');
  const years = yearsOld(p.birthDate, now);
  return (
    <div className="patient">
      <h1>
        <a href={hashOf({ at: 'patient', id })}>
          {p.family.toUpperCase()}, {p.given}
        </a>
      </h1>
      <span>
        born <em>{p.birthDate}</em> · {years} y · {p.sex}
      </span>
      <span>
        allergies <em>{allergies}</em>
      </span>
      <Fact name="weight" fact={p.weight} now={now} stale={stale.has('weight')} />
      <Fact name="creatinine" fact={p.creatinine} now={now} stale={stale.has('creatinine')} />
      <span className={p.opioidStatus === 'unknown' ? 'stale' : ''}>
        opioid status <em>{p.opioidStatus}</em>
      </span>
      <Fact name="height" fact={p.height} now={now} stale={stale.has('height')} />
      <span className="grow" />
      {children}
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly fact: { readonly value: string; readonly on: string } | undefined;
  readonly now: string;
  readonly stale: boolean;
}

function Fact({ name, fact, now, stale }: FactProps) {
  const look = stale ? 'stale' : '';
  if (!fact)
    return (
      <span className={look}>
        {stale && <Shape severity="unknown" size={9} />} {name} <em>not known</em>
      </span>
    );
  return (
    <span className={look} title={`measured ${fact.on}`}>
      {stale && <Shape severity="soft" size={9} />} {name} <em>{fact.value}</em> {ageWords(fact.on, now)}
    </span>
  );
}
