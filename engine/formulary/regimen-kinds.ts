/** The kinds of regimen that this program computes, each as the field calls it. */
export const KIND_WORDS = {
  pca: 'PCA',
  intermittent: 'doses by the clock',
  continuous: 'continuous rate',
  taper: 'taper or ramp',
  'nerve-block': 'nerve block',
} as const;
export type RegimenKind = keyof typeof KIND_WORDS;
export const REGIMEN_KINDS = Object.keys(KIND_WORDS) as [RegimenKind, ...RegimenKind[]];
