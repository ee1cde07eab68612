import type { Check } from './check.ts';
import { exposureChangeOver } from './exposure-change-over.ts';
import { exposureLocalAnaesthetics } from './exposure-local-anaesthetics.ts';
import { exposureOpioids } from './exposure-opioids.ts';
import { exposureOutsideLimit } from './exposure-outside-limit.ts';
import { exposureTogether } from './exposure-together.ts';
import { exposureWrongConcentration } from './exposure-wrong-concentration.ts';
import { formularyAllergies } from './formulary-allergies.ts';
import { formularyCautions } from './formulary-cautions.ts';
import { formularyClasses } from './formulary-classes.ts';
import { formularyCompanions } from './formulary-companions.ts';
import { formularyContraindications } from './formulary-contraindications.ts';
import { formularyCoverage } from './formulary-coverage.ts';
import { formularyDelivered } from './formulary-delivered.ts';
import { formularyDoses } from './formulary-doses.ts';
import { formularyGlobal } from './formulary-global.ts';
import { formularyQt } from './formulary-qt.ts';
import { formularyStopped } from './formulary-stopped.ts';
import { formularyTolerance } from './formulary-tolerance.ts';
import { formularyInteractions } from './formulary-interactions.ts';
import { orderOverlap } from './order-overlap.ts';
import { orderMeasures } from './order-measures.ts';
import { orderPlausibility } from './order-plausibility.ts';
import { orderProtocol } from './order-protocol.ts';
import { orderSession } from './order-session.ts';
import { orderTitration } from './order-titration.ts';
import { orderWeight } from './order-weight.ts';
import { preparationBud } from './preparation-bud.ts';
import { preparationCompatibility } from './preparation-compatibility.ts';
import { preparationConcentration } from './preparation-concentration.ts';
import { preparationHang } from './preparation-hang.ts';
import { preparationMade } from './preparation-made.ts';
import { preparationDiluent } from './preparation-diluent.ts';
import { preparationRecipe } from './preparation-recipe.ts';
import { preparationSupply } from './preparation-supply.ts';
import { programFlow } from './program-flow.ts';
import { programGrid } from './program-grid.ts';
import { programLimit } from './program-limit.ts';
import { programPump } from './program-pump.ts';
import { programRange } from './program-range.ts';

/** Every check there is. A new one is a file beside this one and a line here. */
export const checks: readonly Check[] = [
  formularyDoses,
  formularyDelivered,
  formularyCoverage,
  formularyCautions,
  formularyContraindications,
  formularyAllergies,
  formularyInteractions,
  formularyQt,
  formularyCompanions,
  formularyGlobal,
  formularyClasses,
  formularyTolerance,
  formularyStopped,
  orderSession,
  orderTitration,
  orderMeasures,
  orderWeight,
  orderPlausibility,
  orderProtocol,
  orderOverlap,
  preparationRecipe,
  preparationSupply,
  preparationConcentration,
  preparationCompatibility,
  preparationDiluent,
  preparationBud,
  preparationHang,
  preparationMade,
  programPump,
  programGrid,
  programRange,
  programLimit,
  programFlow,
  exposureOutsideLimit,
  exposureTogether,
  exposureOpioids,
  exposureLocalAnaesthetics,
  exposureChangeOver,
  exposureWrongConcentration,
];
