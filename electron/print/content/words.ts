import { worstWords } from '../../../words/en/worst.ts';
import type { OrderRecord } from '../record.ts';
import type { DrugPart } from '../record-mixture.ts';
import { part, type Content } from './content.ts';

/** Every drug of the container, the first one first. */
export const drugsOf = (r: OrderRecord): readonly DrugPart[] => [
  {
    id: r.drugId,
    name: r.drug,
    schedule: r.schedule,
    total: r.total,
    concentration: r.concentration,
    strength: r.recipe.strength,
    vialVolume: r.recipe.vialVolume,
    vials: r.recipe.vials,
    draw: r.recipe.draw,
    waste: r.recipe.waste,
  },
  ...r.also,
];
/** `bupivacaine with morphine` */
export const drugNames = (r: OrderRecord): string =>
  drugsOf(r)
    .map((x) => x.name)
    .join(' with ');
/** Something of each drug: without its name where there is but one. */
export const ofEach = (r: OrderRecord, say: (drug: DrugPart) => string): string =>
  r.also.length === 0
    ? drugsOf(r).map(say).join('')
    : drugsOf(r)
        .map((x) => `${x.name} ${say(x)}`)
        .join(', ');
export const totals = (r: OrderRecord): string => `${ofEach(r, (x) => x.total)} in ${r.volume}`;
export const concentrations = (r: OrderRecord): string => ofEach(r, (x) => x.concentration);
/** `bupivacaine 0.625 mg/mL, morphine 0.05 mg/mL` */
export const strengths = (r: OrderRecord): string =>
  drugsOf(r)
    .map((x) => `${x.name} ${x.concentration}`)
    .join(', ');
/** The strictest schedule in the container rules all of it. */
const scheduleOfAll = (r: OrderRecord): string | null =>
  ['II', 'III', 'IV', 'V'].find((s) => drugsOf(r).some((x) => x.schedule === s)) ?? null;

export const scheduleParts = (r: OrderRecord): Content => {
  const schedule = scheduleOfAll(r);
  return schedule === null ? [] : [part('schedule', `C-${schedule}`)];
};

/** Phrases that more than one artefact prints, so that label and sheet can not say the same thing in two ways. */
const basalText = (r: OrderRecord): string =>
  r.night === null
    ? `Basal ${r.basal ?? ''}`
    : `Basal ${r.basal ?? ''}, ${r.night.rate} from ${r.night.hours}`;
const demandText = (r: OrderRecord): string => `${r.demand ?? ''} dose, lockout ${r.lockout ?? ''}`;
const limitText = (r: OrderRecord): string =>
  [
    r.limit ? `max ${r.limit.amount} in ${r.limit.window}` : 'no pump limit',
    ...r.limitsNotHeld.map((limit) => `NOT on the pump: max ${limit}`),
  ].join('; ');
/** A limit that only people can keep. */
export const NOT_HELD = 'Limit NOT on the pump';
export const notHeldText = (limit: string): string =>
  `max ${limit}: NOT programmed, this pump does not hold it. Stop and call the pharmacy before it is passed.`;

export const clinicianText = (r: OrderRecord): string =>
  r.clinician
    ? `${r.clinician.dose}, max ${r.clinician.most} in ${r.clinician.per}, ${r.clinician.interval} or more apart`
    : 'none ordered';

/** What may be changed while it runs: what is programmed at first comes before what it may reach. */
export const titrationText = (r: OrderRecord): string =>
  r.titration
    ? [
        `programmed at ${r.titration.start}`,
        `changed by the ${r.titration.who}${r.titration.by === null ? '' : `, ${r.titration.by} at a time`}`,
        ...(r.titration.every === null ? [] : [`not sooner than ${r.titration.every}`]),
        ...(r.titration.until === null ? [] : [`until ${r.titration.until}`]),
        `NEVER above ${r.titration.most}`,
      ].join('; ')
    : 'none ordered';

/** What the patient gets, in one sentence. A basal rate of zero is written out: it is not the same as none stated. */
export function directions(r: OrderRecord): string {
  if (r.demand === null) return r.regimen.join('; ');
  return [
    basalText(r),
    demandText(r),
    limitText(r),
    ...(r.scheduled === null ? [] : [`${r.scheduled.dose} by the clock every ${r.scheduled.every}`]),
    ...(r.maxDosesPerHour === null ? [] : [`max ${r.maxDosesPerHour} doses in 1 h`]),
    ...(r.loading === null ? [] : [`loading dose ${r.loading} once`]),
    ...(r.clinician === null ? [] : [`clinician bolus ${clinicianText(r)}`]),
    ...(r.titration === null ? [] : [titrationText(r)]),
  ].join('; ');
}

/** The worst case of a window, beside it that of a limit window that does not roll. */
export const worstOf = (e: OrderRecord['exposure'][number]): string =>
  worstWords(e.worst, e.ifFixed ?? undefined);

/** On a label, where the second figure has no room beside a long name: the sheets carry it. */
export function worstText(r: OrderRecord): string {
  const worstIn = (hours: string) =>
    r.exposure
      .filter((e) => e.hours === hours)
      .map((e) => (e.drug === null ? e.worst : `${e.drug} ${e.worst}`))
      .join(' and ');
  return `Worst case ${worstIn('1 h')} in any 1 h, ${worstIn('4 h')} in any 4 h`;
}

/** 21 CFR 290.5 (from general knowledge, verify): required on schedules II, III and IV. */
export const CAUTION =
  'Caution: federal law prohibits the transfer of this drug to any person other than the patient for whom it was prescribed.';
export const needsCaution = (r: OrderRecord): boolean => ['II', 'III', 'IV'].includes(scheduleOfAll(r) ?? '');

export const HIGH_ALERT = 'HIGH ALERT';
export const NOT_FOR_VEIN = 'NOT FOR IV';
/** PCA by proxy: HCPRO-33, NCLEX-PROXY (labels_and_pumps.md 1.6). */
const BUTTON = 'Only the patient presses the button.';
/** House rule: what stands in its place where there is no button. */
const SETTINGS = 'Do not change the flow or any setting.';
/** Said first wherever a container of another concentration was used before. */
/** What comes out first where the line is kept. */
export const lineText = (line: string | null): string =>
  line === null
    ? 'How much the line holds was not entered: prime it anew, or ask the pharmacy.'
    : `${line}, unless it is primed anew.`;
export const changedText = (was: string): string => `CONCENTRATION CHANGED, was ${was}`;
/** The same on every container; a change of concentration stands by itself. */
export const sameSafety = (r: OrderRecord): string => (r.demand === null ? SETTINGS : BUTTON);
export const safetyText = (r: OrderRecord): string => {
  const safety = sameSafety(r);
  return r.before === null ? safety : `${changedText(r.before.concentration)}. ${safety}`;
};
