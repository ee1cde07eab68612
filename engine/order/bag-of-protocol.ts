import type { ProtocolBag, ProtocolRecord } from '../formulary/protocols.ts';
import { exact } from '../number/notation.ts';
import { mul, of, quantityText, to, type Mass } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import type { PreparationOrder } from './preparation.ts';

/** The drug in one container of a protocol's bag: its concentration over the fill, exact, in the drug's own unit. */
function drugInBag(
  { concentration, concentration_unit }: Pick<ProtocolRecord, 'concentration' | 'concentration_unit'>,
  { fill_mL }: ProtocolBag,
  drugUnit: string,
): Mass {
  const strength = of(exact(concentration), unit(concentration_unit, 'mass/volume'));
  return to(mul(strength, of(exact(fill_mL), unit('mL', 'volume'))), drugUnit);
}

/**
 * The preparation that an order of a protocol starts with; null where the protocol says nothing of a bag. In: the
 * protocol, and the unit of mass of its drug. Out: an exact fill whose drug is concentration × fill volume.
 */
export function bagOfProtocol(p: ProtocolRecord, drugUnit: string): PreparationOrder | null {
  const { bag } = p;
  if (!bag) return null;
  const { capacity_mL, priming_mL, residual_mL } = bag;
  return {
    method: 'exact-fill',
    vial: { strength: `${bag.vial_strength} ${p.concentration_unit}`, volume: `${bag.vial_mL} mL` },
    diluent: bag.diluent,
    drugAmount: quantityText(drugInBag(p, bag, drugUnit)),
    finalVolume: `${bag.fill_mL} mL`,
    container: bag.container,
    containers: bag.containers ?? '1',
    storage: bag.storage,
    ...(capacity_mL !== undefined && { capacity: `${capacity_mL} mL` }),
    ...(priming_mL !== undefined && { priming: `${priming_mL} mL` }),
    ...(residual_mL !== undefined && { residual: `${residual_mL} mL` }),
  };
}
