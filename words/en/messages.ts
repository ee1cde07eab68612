import type { Messages, Slip } from '../../engine/answers/messages.ts';
import { aboutText, exact } from '../../engine/number/notation.ts';
import type { Sentences } from '../say.ts';
import { listed, percentShown, ratioShown, shown } from '../shown.ts';

const SLIPS: Readonly<Record<Exclude<Slip['looks'], 'site'>, string>> = {
  'morphine-on-hydromorphone': 'looks like morphine numbers on HYDROmorphone',
  'hydromorphone-on-morphine': 'looks like HYDROmorphone numbers on morphine',
  'far-above': 'far above the yardstick',
  'far-below': 'far below the yardstick',
};

/** `…, 4 times it, looks like morphine numbers on HYDROmorphone: is the number meant?`; where nothing looks wrong the question alone. */
function far(from: string, { ratio, slip }: { readonly ratio?: string; readonly slip?: Slip }): string {
  if (ratio === undefined || slip === undefined) return `Far from ${from}: is the number meant?`;
  const looks = slip.looks === 'site' ? `looks like ${slip.words}` : SLIPS[slip.looks];
  return `Far from ${from}, ${aboutText(exact(ratio), 3)} times it, ${looks}: is the number meant?`;
}

const offer = (n: { value: string; volume: string; deviation: string }): string =>
  `${shown(n.value)} (${n.volume === '' ? '' : `${shown(n.volume)}, `}${percentShown(n.deviation)})`;

/** What each house rule says when it is broken. One sentence of the field, no names of files. */
export const messages: Sentences<Messages> = {
  text: (p) => p.text,
  'weight-changed': (p) => {
    const looks =
      p.looks === undefined
        ? ''
        : p.looks === 'lb-as-kg'
          ? ', like lb entered as kg'
          : ', like kg entered as lb';
    const by =
      p.ratio === undefined || looks !== '' ? looks : `, ${ratioShown(p.ratio)} times the one before`;
    return `The weight differs from the one before by more than the site takes for a change${by}: weigh again, and compare the name.`;
  },
  'weight-for-dose':
    'The dose is by the actual weight of an obese patient, and less by ideal or adjusted weight: which is meant?',
  'measure-unusual': 'This is outside what is usual in adults: are the number and its unit meant?',
  'body-not-possible':
    'No adult of this height has this weight, confirmed or not: measure both again, and look for a misplaced point or another unit.',
  'weight-against-height':
    'Weight and height hardly go together in an adult: were lb and kg taken for each other, or is the weight to be confirmed?',
  'below-usual-dose': 'Less than is published for a first order: is the number meant, and is the unit right?',
  'height-stale':
    'The height is older than the site allows: ideal weight and creatinine clearance rest on it.',
  'orders-overlap':
    'Another active order of the same drug runs at the same time: is it meant, or was it to be stopped?',
  'same-drug-waits':
    'Another order of the same drug is drafted or on hold for the same time: is it meant, or was it entered twice?',
  'other-order-not-computed':
    'Another active order of this patient can not be computed: what both give together is not known.',
  'far-from-last-order': (p) => far('the last order', p),
  'far-from-last-step': (p) => far('the step before', p),
  'far-from-initial-value': (p) => far("the library's initial value", p),
  'lockout-looks-like-hours': 'A lockout this long: were minutes meant?',
  'limit-out-of-proportion':
    'The limit is out of proportion to what the lockout allows in its window: is the number meant?',
  'outside-protocol': 'Outside of what the protocol has without a question: is it meant for this patient?',
  'far-outside-protocol':
    'Beyond what the protocol allows: change the number, or take the protocol off the order.',
  'not-of-protocol':
    'The order names a protocol for something else: take it off the order, or write what it is for.',
  'titration-elements':
    'A titration order states its start, increment, how often it may be raised, its most, and an objective endpoint.',
  'range-elements': 'A range order states its indication and what state of the patient asks for more.',
  'range-over-doubling':
    'Where the patient or the family changes the dose, the most is no more than twice the least.',
  'range-over-fourfold': 'The most of this order is more than four times the least.',
  'most-not-on-pump':
    'No field of this pump keeps later changes below the most of the order: whoever changes it has to.',
  'hang-time':
    'The container hangs longer than its stability, its BUD or the pharmacy allows: more containers, or shorter use of each.',
  'hang-time-not-entered':
    'The container hangs longer than a day and the pharmacy has entered no hang time for this formulation.',
  'session-24h':
    'A session of 24 h or more is continuous pain management: HCPCS S9326, not S9327 (intermittent, less than 24 hours).',
  'bud-category': 'The site has no USP <797> row for this storage.',
  'stability-row':
    'No stability row was studied for exactly this concentration, diluent, container and storage: only the <797> row bounds the BUD.',
  'formulation-not-known':
    'Something is not known of this formulation: the pharmacy enters its reference for it once.',
  'sessions-beyond-bud': 'Sessions start after the BUD of what is made now: they need a second delivery.',
  'bud-before-first-session': 'The first session starts after the BUD: nothing of this can be given.',
  'vial-not-told':
    'What was recorded of a vial does not say the drug and the strength of the order: read the vial again.',
  'diluent-not-told':
    'What was recorded as the diluent does not say the diluent of the order, or says more than that: nothing else may be in the container.',
  'measured-off': 'What was measured is off what was planned: a pharmacist decides.',
  'drug-stopped': 'This pharmacy stopped the drug: nothing is verified or made of it.',
  'product-stopped': 'This pharmacy stopped the product or lot that went in: discard it and make it anew.',
  'measured-far-off': 'What was measured is too far off what was planned: discard it and make it anew.',
  incompatible: 'A record says that these do not belong into one container.',
  'compatible-under-conditions':
    'Compatible under conditions only, and this preparation is not among those that were studied.',
  'mixture-compatibility':
    'Drugs share a container only where a record covers exactly these drugs and concentrations; pairs do not stand for three.',
  'diluent-of-drug': 'The library does not name this diluent for the drug.',
  'bag-not-as-ordered': 'What is in the bag is not the concentration that was ordered.',
  'concentration-changed':
    'Another concentration than in the last order: the pump may still hold the old one, and the line does.',
  'strong-concentration-for-naive':
    'A stronger standard concentration than the usual one, in a patient who is not opioid-tolerant.',
  'overfill-method':
    'Opioid reservoirs are filled exactly or have their overfill removed; the label prints the true volume and concentration.',
  'vial-not-in-formulary': 'No vial of this strength and volume is in the formulary.',
  'concentration-range': 'The concentration is outside every range that the library holds for a reservoir.',
  'reservoir-need': 'In the worst case the container is empty before the session ends.',
  'containers-run-dry':
    'The containers run dry before the last session ends: order more or larger ones, or fewer sessions.',
  'containers-run-dry-at-worst':
    'In the worst case the containers run dry before the last session ends: keep another one within reach.',
  'flow-tolerance':
    'The sources of this device name a wider tolerance than was ordered: the worst case is too low.',
  'flow-temperature': 'Warmth raises the flow of this device: keep it at its reference temperature.',
  'pump-grid': (p) => {
    const can = [p.below, p.above].flatMap((n) => (n ? [offer(n)] : []));
    return `The pump can not be set to the ordered value${can.length > 0 ? `, but to ${can.join(' or ')}` : ''}.`;
  },
  'pump-smallest-tested':
    'Less than the smallest volume whose delivery the maker tested: whether the pump gives it is not known.',
  'pump-removed': 'This pump was removed from the US market: choose another one.',
  'pump-retired': 'The maker no longer supports this pump: say why it is used.',
  'pump-notice': 'The maker or the authority gave notice of this pump: what it asks for is to be done.',
  'pump-has-no-such-mode':
    'The pump has no such way of delivery in the pages that were read: another pump, or another order.',
  'pump-has-no-field': (p) =>
    `The pump has no field for this: it will not do it, and nothing else enforces it${
      p.can !== undefined && p.can.length > 0
        ? `; of the models on file these have one: ${listed(p.can)}`
        : ''
    }.`,
  'no-night-on-pump': (p) =>
    `This pump has no second rate for the night${p.button ? ' beside a demand dose' : ''} (of the models on file ${
      p.pumps.length > 0 ? `it is known of ${listed(p.pumps)} alone` : 'none is known to have one'
    }): order one rate${p.button ? ', or a continuous order with a day and a night rate' : ''}.`,
  'second-limit-not-programmed':
    'The pump holds one limit: this one is not programmed, and what is programmed can pass it.',
  'limit-window': 'The pump can not hold a limit over this window.',
  'limit-adds-no-protection': 'The limit is looser than the lockout allows: it adds no protection.',
  'no-limit-ordered':
    'No pump limit was ordered, so that the lockout alone bounds what can be given: was it forgotten?',
  'limit-binds': 'The limit binds: after that the pump refuses, and the patient meets refusals.',
  'limit-window-not-documented':
    'The manual does not say whether the limit window rolls: if it does not, two of its windows can meet within one.',
  'limit-window-fixed':
    'The limit window of this pump does not roll: two of its windows can meet within one, and the worst case counts both.',
  'at-limit-not-documented':
    'No source says what this pump does when its limit is reached: drug may still flow.',
  'pump-range': 'The value is outside the range of the pump.',
  'pump-range-not-known': 'No source gives this range: the site enters it from the manual of its pump.',
  'pump-figures-unconfirmed':
    'Ranges or steps of this pump have no published source: confirm them in its manual.',
  'line-holds-stronger':
    'The line still holds a stronger concentration, and until it is empty of it more comes out than the pump counts: prime the line with the new container.',
  'line-holds-another-drug':
    'The line still holds a drug that the new container does not: it comes out first, while the pump counts the new one, so prime the line with the new container.',
  'line-holds-weaker':
    'The line still holds a weaker concentration: until it is empty of it, less comes out than the pump counts.',
  'class-rule-unknown': 'A class rule of the library is not known to this version.',
  'kvo-at-limit': 'Drug still flows after the limit is reached.',
  'kvo-above-basal':
    'KVO after the limit gives more drug than the basal rate: at this concentration the limit raises the background.',
  'scheduled-bolus-outside-limit':
    'No source says that the pump limit counts boluses by the clock: the worst case has them on top of it.',
  'night-by-steps':
    'The pump runs day and night as steps from the start and by no clock: a session that starts later has its night later.',
  'clinician-bolus-outside-limit': 'Clinician boluses are outside the pump limit, which does not stop them.',
  'product-of-several-drugs':
    'The name holds a drug that is summed: enter each drug of the product on a line of its own, with its plain name and its amount.',
  'not-counted': 'The library does not know these: they are in no sum of drug, MME or local anaesthetics.',
  'opioid-not-counted':
    'An opioid of this patient stands in no sum: enter its oral morphine equivalents a day, or take it off the list if it has stopped.',
  'status-against-opioids':
    'The opioid status and the opioids on record do not fit: tolerant is who has taken as much as 60 mg of oral morphine a day for a week.',
  'opioid-for-tolerant-only':
    'The record calls this patient not tolerant and lists an opioid that is for tolerant patients only, or one of long action whose daily amount is not stated: one of the two is not right.',
  'opioids-together-without-tolerance':
    'Several opioids by orders that run at once give a patient who is not called tolerant more in any 4 h, in oral morphine equivalents, than one of them alone may: stop one, or lower both.',
  'patch-without-tolerance':
    'A fentanyl patch is for patients who tolerate opioids: either the status is wrong, or the patch is.',
  'patch-still-gives':
    'An opioid patch was taken off today or yesterday: what lies in the skin still flows for most of a day, and adds to this order.',
  'patch-of-the-same-drug':
    'A patch of the same drug stays on beside this order: is it meant, and is its rate in the dose?',
  'opioids-beside-without-tolerance':
    'A patient who is not called tolerant gets, beside this order, as much of other opioids a day as only a tolerant one may: 60 mg of oral morphine or the like.',
  'evidence-without-regimen':
    'The evidence names no opioid that can be read, so that the stated baseline rests on nothing: enter drug, dose and how often, or put it on the list of medicines.',
  'qt-among-medicines':
    'Medicines beside this order lengthen QT together: the risk adds up, ECG and prescriber.',
  'risks-together':
    'Each of these alone is common; together, without anybody watching at night, they are the patient who stops breathing: lower the dose or add continuous monitoring.',
  'tolerance-not-current':
    'By the record the opioids on which the tolerance rests are no longer taken, or not for a week yet: tolerant is who takes as much as 60 mg of oral morphine a day, for a week or longer.',
  'baseline-above-record':
    'The entered baseline is many times what the list of medicines, or the evidence, comes to: one of them is wrong.',
  'injection-not-known':
    'The library does not know what is injected beside the infusion: neither its dose nor its route is checked, and two pharmacists check both by hand.',
  'epinephrine-into-a-vein':
    'A solution with epinephrine is for the tissue about a nerve: into a vein the epinephrine goes to the heart.',
  'opioid-waits':
    'An order of another opioid is drafted or on hold for the same time: is it meant beside this one, or in its place?',
  'pump-left-at-another-concentration':
    'If the pump is left at another stocked concentration, every dose and its own limit change by the same factor: confirm the concentration on the pump against the bag.',
  'programmed-mme':
    'The programmed maximum, if every dose were taken, is 50 MME a day or more: reassess at the expected use and offer naloxone, outside cancer, sickle cell, palliative and end-of-life care, which CDC excludes.',
  'expected-mme':
    'The expected use is 50 MME a day or more: reassess and offer naloxone, outside cancer, sickle cell, palliative and end-of-life care, which CDC excludes; never convert an opioid by these factors, of which the parenteral ones are derived.',
  'mme-not-by-route':
    'No factor to oral morphine equivalents is known for this amount by this route, so that the sum of the opioids leaves it out and is less than what is given: judge it by the limits of its route, beside the others.',
  'expected-use-above-lockout':
    'More doses an hour are expected than the lockout allows, so that the patient will meet refusals: is the lockout meant?',
  'allergies-not-asked':
    'No allergy is recorded and nobody has stated that none are known: ask the patient, and record the answer.',
  'conditions-not-asked':
    'No condition is recorded and nobody has stated that none are known: ask the patient, and record the answer.',
  'medicines-not-asked':
    'No home medicine is recorded and nobody has stated that none is taken: ask the patient, and record the answer.',
  'lists-not-asked':
    'Neither conditions nor home medicines are recorded, and nobody has stated that there are none: ask the patient, and record the answers.',
  'allergy-unknown':
    'No table knows this substance: say what it is, or that it is not related, where the allergy is recorded.',
  'allergy-drug': 'Allergy to the drug itself: not to be given unless the allergy is ruled out.',
  'allergy-class': (p) =>
    p.group === undefined
      ? 'Allergy to another drug of the same group: is cross-sensitivity excluded?'
      : `Allergy within the ${p.group}, to which ${p.drug ?? 'the drug'} belongs: is cross-sensitivity excluded?`,
  'allergy-component': (p) =>
    `Allergy to something that the product holds beside its drug${
      p.component === undefined ? '' : `: ${p.component}`
    }.`,
  'medicine-unknown':
    'The name of this medicine is not known, or names only a kind: say what it is where it is recorded.',
  'diluent-preserved': 'A preserved diluent is not for newborns.',
  'diluent-hypotonic': 'Sterile water as the only diluent: a hypotonic solution breaks red cells.',
  'no-limit-for-route':
    'The library holds no limit of this drug by this route: two pharmacists check the amounts by hand.',
  'companion-without-limit':
    'The library holds no limit in 24 h of what is ordered beside the infusion: check dose and interval by hand.',
  'no-library-limit': 'The library sets no limit for this patient: “none set” is not “any amount allowed”.',
};
