import type { Calculator } from './calculator.ts';
import { doseByBsa } from './dose/dose-by-bsa.ts';
import { doseByWeight } from './dose/dose-by-weight.ts';
import { doseVolume } from './dose/dose-volume.ts';
import { singleDose } from './dose/single-dose.ts';
import { tablets } from './dose/tablets.ts';
import { adjustedBodyWeight } from './patient/adjusted-body-weight.ts';
import { age } from './patient/age.ts';
import { bodyMassIndex } from './patient/body-mass-index.ts';
import { bsaDubois, bsaMosteller } from './patient/bsa.ts';
import { creatinineClearance } from './patient/creatinine-clearance.ts';
import { idealBodyWeight } from './patient/ideal-body-weight.ts';
import { leanBodyWeight } from './patient/lean-body-weight.ts';
import { elastomericRunTime } from './pump/elastomeric-run-time.ts';
import { intermittentKvo } from './pump/intermittent-kvo.ts';
import { pcaMaxima } from './pump/pca-maxima.ts';
import { refillDate } from './pump/refill-date.ts';
import { reservoirDuration } from './pump/reservoir-duration.ts';
import { reservoirFill } from './pump/reservoir-fill.ts';
import { sessionsPerContainer } from './pump/sessions-per-container.ts';
import { beyondUseDate } from './quality/beyond-use-date.ts';
import { controlledSubstanceLedger } from './quality/controlled-substance-ledger.ts';
import { controlledSubstanceReconciliation } from './quality/controlled-substance-reconciliation.ts';
import { density } from './quality/density.ts';
import { gravimetricDeviation } from './quality/gravimetric-deviation.ts';
import { hcpcsBillingUnits } from './quality/hcpcs-billing-units.ts';
import { minimumWeighable } from './quality/minimum-weighable.ts';
import { percentError } from './quality/percent-error.ts';
import { temperatureConversion } from './quality/temperature-conversion.ts';
import { doseFromRate } from './rate/dose-from-rate.ts';
import { dropsPerMinute } from './rate/drops-per-minute.ts';
import { dropsVolume } from './rate/drops-volume.ts';
import { infusionTime } from './rate/infusion-time.ts';
import { rateByBsa } from './rate/rate-by-bsa.ts';
import { rateByWeight } from './rate/rate-by-weight.ts';
import { rateFromDose } from './rate/rate-from-dose.ts';
import { rateFromVolume } from './rate/rate-from-volume.ts';
import { titrationTable } from './rate/titration-table.ts';
import { volumeInfused } from './rate/volume-infused.ts';
import { alligationMedial } from './strength/alligation-medial.ts';
import { alligationSeveral } from './strength/alligation-several.ts';
import { alligation } from './strength/alligation.ts';
import { concentration } from './strength/concentration.ts';
import { dilution } from './strength/dilution.ts';
import { drawVolume } from './strength/draw-volume.ts';
import { milliequivalents } from './strength/milliequivalents.ts';
import { molarity } from './strength/molarity.ts';
import { osmoles } from './strength/osmoles.ts';
import { osmolarity } from './strength/osmolarity.ts';
import { overfill } from './strength/overfill.ts';
import { percentStrength } from './strength/percent-strength.ts';
import { potency } from './strength/potency.ts';
import { reconstitution } from './strength/reconstitution.ts';
import { strengthConversion } from './strength/strength-conversion.ts';
import { acetaminophenDayTotal } from './total/acetaminophen-day-total.ts';
import { cumulativeWindow } from './total/cumulative-window.ts';
import { localAnaestheticFraction } from './total/local-anaesthetic-fraction.ts';
import { mmeTotal } from './total/mme.ts';
import { opioidRotation } from './total/opioid-rotation.ts';

/** Every calculator, in the order in which lists show them. */
export const calculators: readonly Calculator[] = [
  concentration,
  percentStrength,
  dilution,
  reconstitution,
  drawVolume,
  overfill,
  alligation,
  alligationMedial,
  alligationSeveral,
  strengthConversion,
  milliequivalents,
  molarity,
  osmolarity,
  osmoles,
  potency,
  doseByWeight,
  doseByBsa,
  singleDose,
  doseVolume,
  tablets,
  rateFromVolume,
  rateFromDose,
  rateByWeight,
  rateByBsa,
  doseFromRate,
  dropsPerMinute,
  dropsVolume,
  infusionTime,
  volumeInfused,
  titrationTable,
  pcaMaxima,
  reservoirFill,
  reservoirDuration,
  sessionsPerContainer,
  refillDate,
  elastomericRunTime,
  intermittentKvo,
  cumulativeWindow,
  mmeTotal,
  opioidRotation,
  localAnaestheticFraction,
  acetaminophenDayTotal,
  idealBodyWeight,
  adjustedBodyWeight,
  leanBodyWeight,
  bsaMosteller,
  bsaDubois,
  bodyMassIndex,
  creatinineClearance,
  age,
  gravimetricDeviation,
  density,
  percentError,
  minimumWeighable,
  temperatureConversion,
  beyondUseDate,
  hcpcsBillingUnits,
  controlledSubstanceReconciliation,
  controlledSubstanceLedger,
];
