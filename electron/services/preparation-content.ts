import type { Ingredient } from '../../bridge/records.ts';
import type { PrintedDerivation } from '../../engine/derivation.ts';

/** The compounding record, as stored and as bound by the release code. */
export interface PreparationContent {
  readonly lot: string;
  readonly ingredients: readonly Ingredient[];
  readonly deviations: string | null;
  /** instant after which administration may not start */
  readonly bud: string;
  readonly budBinds: string;
  readonly budDerivation: PrintedDerivation;
}
