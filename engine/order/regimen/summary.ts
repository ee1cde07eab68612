import type { RegimenOrder } from './regimen.ts';
import type { RegimenKind } from './resolved.ts';

/** The kinds in the field's words. */
const KIND_WORDS: Readonly<Record<RegimenKind, string>> = {
  pca: 'PCA',
  intermittent: 'intermittent',
  continuous: 'continuous',
  taper: 'taper',
  'nerve-block': 'nerve block',
};

const rates = (b: Extract<RegimenOrder, { kind: 'pca' }>['basal']): string =>
  typeof b === 'string' ? b : `${b.day} by day, ${b.night} by night`;

function words(o: RegimenOrder): string {
  switch (o.kind) {
    case 'pca': {
      const clock = o.scheduled ? `, ${o.scheduled.dose} every ${o.scheduled.every}` : '';
      return `demand ${o.demand}, lockout ${o.lockout}, basal ${rates(o.basal)}${clock}`;
    }
    case 'intermittent':
      return `${o.dose}${o.over === undefined ? '' : ` over ${o.over}`} every ${o.every}`;
    case 'continuous':
      return `${rates(o.rate)}${o.clinicianBolus ? `, clinician bolus ${o.clinicianBolus.dose}` : ''}`;
    case 'taper':
      return o.steps.map((s) => `${s.rate} for ${s.lasts}`).join(', then ');
    case 'nerve-block':
      return `${o.rate}${o.bolus ? `, bolus ${o.bolus.dose}, lockout ${o.bolus.lockout}` : ''}`;
  }
}

/** One line for a list, as it was ordered. */
export const regimenSummary = (o: RegimenOrder): string => `${KIND_WORDS[o.kind]} ${words(o)}`;
