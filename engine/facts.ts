import { dayOf, type Minute } from './calendar.ts';
import type { Facts, Previous } from './checks/check.ts';
import type { Delivery } from './delivery.ts';
import { worstIn } from './exposure.ts';
import { drugName, drugUnit, findDrug, type Library } from './formulary.ts';
import { given, givenIssues, type GivenRecord } from './given.ts';
import { orderIssues, type OrderContent } from './order.ts';
import { ageAt, creatinineClearance, factAge, type PatientFacts } from './patient.ts';
import { prepare } from './preparation.ts';
import { program } from './program.ts';
import { pumpModel } from './pumps/models.ts';
import { withSiteFigures } from './pumps/site-figures.ts';
import { quantity, to } from './quantity.ts';
import { exact } from './notation.ts';
import { resolve, schedule } from './regimen.ts';
import { Refused, type Issue } from './result.ts';

export interface OrderCheck {
  readonly patient: PatientFacts;
  readonly order: OrderContent;
  readonly at: Minute;
  readonly previous?: Previous | null | undefined;
  /** other active orders of the patient */
  readonly others?: readonly OrderContent[] | undefined;
  /** what was given outside the orders */
  readonly given?: readonly GivenRecord[] | undefined;
}

const WINDOWS = {
  hour: quantity('1 h', 'time'),
  fourHours: quantity('4 h', 'time'),
  day: quantity('24 h', 'time'),
  threeDays: quantity('72 h', 'time'),
};

/**
 * Everything that is computed of an order before any check looks at it: resolved regimen, preparation, program, delivery
 * and worst cases. Refuses, with every named issue at once, an order that can not be computed.
 */
export function factsOf(check: OrderCheck, library: Library): Facts {
  const { patient, order, at, previous = null } = check;
  const issues = [...orderIssues(patient, order, library, at), ...givenIssues(check.given ?? [], at)];
  const drug = findDrug(library, order.drug);
  const pump = withSiteFigures(pumpModel(order.pump), library.site.pumps[order.pump]);
  if (issues.length > 0 || !drug || !pump) throw new Refused(...issues);
  const weight = patient.weight ? to(quantity(patient.weight.value, 'weight'), 'kg') : null;
  const years = ageAt(patient, at).years;
  const regimen = resolve(order.regimen, weight, drugUnit(drug));
  const preparation = prepare(order.preparation, drugUnit(drug));
  const programmed = program(regimen, preparation, pump, order.route);
  const planned = schedule(order.sessions);
  const delivery = deliveryOf(regimen, programmed, planned);
  return {
    patient,
    order,
    library,
    drug,
    name: drugName(drug),
    at,
    years,
    weight,
    clearance: clearanceAt(patient, years, at, library),
    regimen,
    schedule: planned,
    preparation,
    program: programmed,
    delivery,
    worst: {
      hour: worstIn(delivery, WINDOWS.hour),
      fourHours: worstIn(delivery, WINDOWS.fourHours),
      day: worstIn(delivery, WINDOWS.day),
      threeDays: worstIn(delivery, WINDOWS.threeDays),
    },
    previous,
    ...othersOf(check, library),
    given: (check.given ?? []).map(given),
  };
}

/** The other active orders, each computed like the one that is asked about; one that can not be is kept with its issues. */
function othersOf(
  { patient, at, others = [] }: OrderCheck,
  library: Library,
): Pick<Facts, 'others' | 'othersUnread'> {
  const read: Facts[] = [];
  const unread: { order: OrderContent; issues: readonly Issue[] }[] = [];
  for (const order of others)
    try {
      read.push(factsOf({ patient, order, at }, library));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      unread.push({ order, issues: error.issues });
    }
  return { others: read, othersUnread: unread };
}

/** What the pump gives as programmed; where it can not be programmed, as ordered: never less than either way round. */
function deliveryOf(
  regimen: Facts['regimen'],
  programmed: Facts['program'],
  planned: Facts['schedule'],
): Delivery {
  const off = programmed.fields.some((f) => f.onGrid === 'off-grid');
  return {
    demand: off ? regimen.demand : programmed.demand,
    lockout: regimen.lockout,
    basal: off ? regimen.basal : programmed.basal,
    limit: programmed.pump.limit.kind === 'amount' ? regimen.limit : null,
    maxDosesPerHour: programmed.notSettable.some((n) => n.parameter === 'max doses per hour')
      ? null
      : regimen.maxDosesPerHour,
    loading: regimen.loading,
    clinician: regimen.clinician,
    kvoAtLimit: programmed.kvoAtLimit.result,
    sessions: planned,
  };
}

function clearanceAt(patient: PatientFacts, years: number, at: Minute, library: Library): Facts['clearance'] {
  const allowed = library.site.maxAge.creatinine;
  if (patient.creatinine) {
    const age = factAge(patient.creatinine.on, at);
    if (exact(BigInt(age)).compare(exact(allowed)) > 0)
      return { missing: `a creatinine within ${allowed} days; the last is ${age} days old` };
  }
  return creatinineClearance(patient, years);
}

export { dayOf };
