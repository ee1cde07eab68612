import type { Check } from './check.ts';
import { exposureChangeOver } from './exposure-change-over.ts';
import { exposureLocalAnaesthetics } from './exposure-local-anaesthetics.ts';
import { exposureOutsideLimit } from './exposure-outside-limit.ts';
import { exposureTogether } from './exposure-together.ts';
import { exposureWrongConcentration } from './exposure-wrong-concentration.ts';
import { formularyCautions } from './formulary-cautions.ts';
import { formularyClasses } from './formulary-classes.ts';
import { formularyContraindications } from './formulary-contraindications.ts';
import { formularyCoverage } from './formulary-coverage.ts';
import { formularyDoses } from './formulary-doses.ts';
import { formularyGlobal } from './formulary-global.ts';
import { orderOverlap } from './order-overlap.ts';
import { orderMeasures } from './order-measures.ts';
import { orderPlausibility } from './order-plausibility.ts';
import { orderSession } from './order-session.ts';
import { preparationBud } from './preparation-bud.ts';
import { preparationCompatibility } from './preparation-compatibility.ts';
import { preparationConcentration } from './preparation-concentration.ts';
import { preparationRecipe } from './preparation-recipe.ts';
import { programFlow } from './program-flow.ts';
import { programGrid } from './program-grid.ts';
import { programLimit } from './program-limit.ts';
import { programRange } from './program-range.ts';

/** Every check there is. A new one is a file beside this one and a line here. */
export const checks: readonly Check[] = [
  formularyDoses,
  formularyCoverage,
  formularyCautions,
  formularyContraindications,
  formularyGlobal,
  formularyClasses,
  orderSession,
  orderMeasures,
  orderPlausibility,
  orderOverlap,
  preparationRecipe,
  preparationConcentration,
  preparationCompatibility,
  preparationBud,
  programGrid,
  programRange,
  programLimit,
  programFlow,
  exposureOutsideLimit,
  exposureTogether,
  exposureLocalAnaesthetics,
  exposureChangeOver,
  exposureWrongConcentration,
];
