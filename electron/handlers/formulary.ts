import { drugName, drugUnit, routesOf } from '../../engine/formulary.ts';
import { pumpsOf } from '../../engine/pumps/models.ts';
import type { Handlers } from './handler.ts';

export const formularyHandlers = {
  'formulary.list': ({ context: { library } }) => ({
    ruleSet: library.version,
    drugs: library.formulary.drugs.map((d) => ({
      id: d.id,
      name: drugName(d),
      unit: drugUnit(d),
      schedule: d.dea_schedule,
      highAlert: d.ismp_high_alert,
      routes: [...new Set(routesOf(d))],
      vials: d.vials.map((v) => ({
        strength: `${v.strength} ${v.unit}`,
        volume: `${v.container_volume_mL} mL`,
        container: v.container,
        provenance: v.provenance,
      })),
      standardConcentrations: d.standard_concentrations.map((c) => `${c.value} ${c.unit}`),
      ruleCount: d.rules.length,
    })),
    diluents: library.formulary.diluents.map(({ id, name }) => ({ id, name })),
    pumps: pumpsOf(library).map(({ id, model }) => ({ id, model })),
  }),
} satisfies Partial<Handlers>;
