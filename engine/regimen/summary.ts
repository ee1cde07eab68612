import type { RegimenOrder } from './regimen.ts';
import type { RegimenKind } from './resolved.ts';

/** The kinds in the field's words. */
export const KIND_WORDS: Readonly<Record<RegimenKind, string>> = {
  pca: 'PCA',
  intermittent: 'intermittent',
  continuous: 'continuous',
  taper: 'taper',
  'nerve-block': 'nerve block',
};

function words(o: RegimenOrder): string {
  switch (o.kind) {
    case 'pca': {
      const basal =
        typeof o.basal === 'string' ? o.basal : `${o.basal.day} by day, ${o.basal.night} by night`;
      return `demand ${o.demand}, lockout ${o.lockout}, basal ${basal}`;
    }
    case 'intermittent':
      return `${o.dose}${o.over === undefined ? '' : ` over ${o.over}`} every ${o.every}`;
    case 'continuous':
      return o.rate;
    case 'taper':
      return o.steps.map((s) => `${s.rate} for ${s.lasts}`).join(', then ');
    case 'nerve-block':
      return `${o.rate}${o.bolus ? `, bolus ${o.bolus.dose}, lockout ${o.bolus.lockout}` : ''}`;
  }
}

/** One line for a list, as it was ordered. */
export const regimenSummary = (o: RegimenOrder): string => `${KIND_WORDS[o.kind]} ${words(o)}`;
