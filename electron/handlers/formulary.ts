import { rulesOfDrug } from '../../engine/formulary/rules-of-drug.ts';
import { drugName, drugUnit, isOpioid, routesOf } from '../../engine/formulary/formulary.ts';
import { pumpsOf } from '../../engine/formulary/pumps-of-site.ts';
import { classLabel, medicineName } from '../../engine/formulary/medicine-names.ts';
import type { Handlers } from '../services/call.ts';

export const formularyHandlers = {
  'formulary.list': async ({ context }) => {
    const library = await context.library();
    return {
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
        isOpioid: isOpioid(d),
        ruleCount: rulesOfDrug(library, d).length,
      })),
      diluents: library.formulary.diluents.map(({ id, name }) => ({ id, name })),
      pumps: pumpsOf(library).map(({ id, model }) => ({ id, model })),
    };
  },

  'names.read': async ({ context }, { texts }) => {
    const library = await context.library();
    return {
      names: texts.map((text) => {
        const read = medicineName(library, text);
        const groups = library.names.allergens.groups.filter((g) => read.groupWords.includes(g.id));
        const kinds = read.classWords.map((id) => classLabel(library, id));
        return {
          text,
          stands: [...new Set([...read.generics, ...groups.map((g) => g.label), ...kinds])],
          near: read.found.some((f) => f.near),
          unknown: read.unknown.length > 0,
        };
      }),
    };
  },
} satisfies Partial<Handlers>;
