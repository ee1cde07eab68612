import { askedOnce } from './asked-once.ts';
import { earliest, knownLimits } from '../order/beyond-use-date.ts';
import { instantText } from '../time/calendar.ts';
import type { Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import { mmeOf } from './mme.ts';
import { checks } from './table.ts';
import { printed, type Derivation } from '../derivation/derivation.ts';
import { windowText, type Worst } from '../exposure/worst-case.ts';
import { wholeContainer } from '../exposure/whole-container.ts';
import { dosesUnderLimit, timeToLimit } from '../exposure/closed-form-run.ts';
import { factsOf, type OrderCheck } from '../facts/compute.ts';
import { drugUnit, type Library } from '../formulary/formulary.ts';
import { THERAPY_WORDS } from '../pumps/pump.ts';
import { isZero, quantityText, shownText, to } from '../number/quantity.ts';
import { runOutAsStated } from '../timeline/run-out-answer.ts';
import { beforeAndNow } from './before-and-now.ts';
import { isAbout } from './program-pump.ts';
import { fitting } from './reasons.ts';
import { saidOnce } from './said-once.ts';
import { blocks, type Finding, type OrderReport } from './report.ts';
import { contentsOf } from '../order/stability-match.ts';

/** How a check is asked: of the facts of an order, or of a further drug of its container. */
type Ask = (check: Check, facts: Facts) => readonly Finding[];
const anew: Ask = (check, facts) => check.run(facts);

/** All findings of an order, each fact once; what the site can answer once for all orders is one line each. */
export const findingsOf = (facts: Facts, asked: readonly Check[] = checks, ask = anew): Finding[] =>
  askedOnce(saidOnce(everyFinding(facts, asked, ask), facts), facts);

/** Each finding by itself, in the order of the table; of a mixture, what the library says of each drug in it. */
export const everyFinding = (facts: Facts, asked: readonly Check[] = checks, ask = anew): Finding[] =>
  asEach(facts, asked, ask).map((f) => fitting(f, facts));

/** The same, each with every reason that may be given for a finding of its kind, whoever the patient is. */
export const asEach = (facts: Facts, asked: readonly Check[], ask = anew): Finding[] => [
  ...asked.flatMap((c) => ask(c, facts)),
  ...facts.also.flatMap((x) =>
    asked
      .filter((c) => c.id.startsWith('formulary-'))
      .flatMap((c) => ask(c, x))
      .map((f) => ({
        ...f,
        key: `${x.drug.id}:${f.key}`,
        subject: { code: '{drug}: {of}' as const, drug: x.name, of: f.subject },
      })),
  ),
];

/**
 * The full answer for one order. In: patient facts, order, the instant (an input: the engine has no clock), what was
 * ordered before, and the library. Out: what is made, programmed and at worst received, all findings with their
 * derivations, as plain data. Refuses an order that can not be computed, with every named issue.
 */
export function checkOrder(check: OrderCheck, library: Library): OrderReport {
  return reportOf(factsOf(check, library));
}

/** The same of facts and findings that are there already. */
/** The report that is kept with an order: with how long a container lasts, which is not asked with each key typed. */
export function keptReport(check: OrderCheck, library: Library): OrderReport {
  const facts = factsOf(check, library);
  return { ...reportOf(facts), runOut: runOutAsStated(facts) };
}

/** The same of facts and findings that are there already. */
export function reportOf(f: Facts, findings: readonly Finding[] = findingsOf(f)): OrderReport {
  const p = f.preparation;
  const bud = earliest(knownLimits(f.order, contentsOf(f.order.drug, p), f.library));
  const derivations: Derivation[] = [
    ...f.regimen.steps,
    ...p.steps,
    ...[f, ...f.also].flatMap((x) => [
      ...(x === f ? [] : x.regimen.steps),
      ...Object.values(x.worst)
        .flatMap((w) => [...w.steps, w.amount])
        .map((d) => (x === f ? d : { ...d, id: `${d.id}-${x.drug.id}`, name: `${d.name}, ${x.drug.id}` })),
    ]),
  ];
  const room = f.delivery.kind === 'pca' ? dosesUnderLimit(f.delivery) : null;
  const reached = f.delivery.kind === 'pca' ? timeToLimit(f.delivery) : null;
  if (room) derivations.push(room.doses, room.spacing);
  const whole = wholeContainer(p, f.program.pump, f.order.route);
  const before = beforeAndNow(f);
  return {
    at: instantText(f.at),
    ruleSet: f.library.version,
    drug: {
      id: f.drug.id,
      name: f.name,
      unit: drugUnit(f.drug),
      schedule: f.drug.dea_schedule,
      highAlert: f.drug.ismp_high_alert,
    },
    regimen: {
      kind: f.regimen.kind,
      lines: [...f.regimen.lines],
      demand: f.regimen.demand && quantityText(f.regimen.demand),
      dose: f.regimen.dose && quantityText(f.regimen.dose.amount),
      lockout: f.regimen.lockout && quantityText(f.regimen.lockout),
      basal: quantityText(f.regimen.basal),
      loading: f.regimen.loading && quantityText(f.regimen.loading),
      clinician: f.regimen.clinician && quantityText(f.regimen.clinician.dose),
      limit:
        f.regimen.limit &&
        `${quantityText(f.regimen.limit.amount)} in ${quantityText(f.regimen.limit.window)}`,
    },
    preparation: {
      concentration: quantityText(p.concentration.result),
      drugAmount: quantityText(p.drugAmount),
      finalVolume: quantityText(p.finalVolume.result),
      draw: quantityText(p.draw.result),
      diluent: p.diluent && quantityText(p.diluent.result),
      withdraw: p.withdraw && quantityText(p.withdraw.result),
      diluentName:
        f.library.formulary.diluents.find((d) => d.id === f.order.preparation.diluent)?.name ?? 'undiluted',
      vials: quantityText(p.vials.result),
      waste: quantityText(p.waste.result),
      usable: p.usable && quantityText(p.usable.result),
      also: f.also.map(alsoReport),
    },
    program: {
      pump: f.program.pump.id,
      model: f.program.pump.model,
      mode: THERAPY_WORDS[f.program.therapy],
      fields: [...f.program.fields],
      warnings: [
        ...f.program.pump.warnings.map((w) => w.text),
        ...f.program.pump.notices
          .filter((n) => isAbout(n, f))
          .flatMap((n) => (n.onSheet === null ? [] : [n.onSheet])),
      ],
    },
    ...(before && { before }),
    exposure: {
      windows: Object.values(f.worst).map((w) => windowReport(f, w)),
      timeToLimit: reached && shownText(to(reached, 'min'), 4),
      dosesUnderLimit: room && quantityText(room.doses.result),
      doseSpacing: room && shownText(room.spacing.result, 3),
      container: {
        amount: quantityText(whole.amount),
        rate: whole.rate?.value ?? null,
        within: whole.within && quantityText(whole.within.result),
        shown: whole.within && shownText(whole.within.result, 3),
        derivation: whole.within && printed(whole.within),
      },
      kvoAtLimit:
        f.delivery.kind === 'pca' && f.delivery.limit && !isZero(f.program.kvoAtLimit.result)
          ? quantityText(f.program.kvoAtLimit.result)
          : null,
      ...(f.delivery.kind === 'pca' &&
        f.delivery.limit?.atLimit.basal === 'not-known' && { atLimitNotKnown: true }),
    },
    runOut: null,
    bud: {
      limit: bud && quantityText(bud.derivation.result),
      binds: bud?.binds ?? 'no limit known',
      derivation: bud && printed(bud.derivation),
    },
    findings: [...findings],
    derivations: [...derivations.map(printed), ...f.program.steps, ...(bud ? [printed(bud.derivation)] : [])],
    blocking: findings.filter(blocks).length,
  };
}

function alsoReport(x: Facts): OrderReport['preparation']['also'][number] {
  const p = x.preparation;
  return {
    id: x.drug.id,
    name: x.name,
    drugAmount: quantityText(p.drugAmount),
    concentration: quantityText(p.concentration.result),
    draw: quantityText(p.draw.result),
    vials: quantityText(p.vials.result),
    waste: quantityText(p.waste.result),
    windows: Object.values(x.worst).map((w) => windowReport(x, w)),
  };
}

function windowReport(f: Facts, w: Worst): OrderReport['exposure']['windows'][number] {
  const mme = mmeOf(f, w.amount.result, w.amount.name);
  return {
    window: windowText(w.window),
    worst: quantityText(w.amount.result),
    shown: shownText(w.amount.result),
    underLimit: quantityText(w.underLimit),
    plusOneDose: w.plusOneDose && quantityText(w.plusOneDose.result),
    ...(w.ifFixed && {
      ifFixed: { worst: quantityText(w.ifFixed.result), shown: shownText(w.ifFixed.result) },
    }),
    mme: mme && shownText(mme.result),
    kind: w.kind,
    binding: w.binding,
    derivation: printed(w.amount),
  };
}
