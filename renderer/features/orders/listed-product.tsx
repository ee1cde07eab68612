import { useDebouncedValue } from '@mantine/hooks';
import type { Output } from '../../../bridge/contract.ts';
import { useRead } from '../../query.ts';
import { Flag } from '../../ui/mark.tsx';

interface Props {
  /** as typed or scanned */
  readonly code: string;
  /** what the order asks for; null beside what is no drug */
  readonly vial: { readonly drug: string; readonly strength: string } | null;
}

type Difference = Output<'product.lookup'>['differences'][number];
const WORDS: Readonly<Record<Difference, string>> = {
  'another-drug': 'another drug than the order’s',
  'further-drug': 'holds a further drug',
  'another-strength': 'another strength than the order’s vial',
  'strength-not-compared': 'its strength is not stated per mL, and was not compared',
  'no-ingredient': 'its ingredient is not stated, and was not compared',
};
const IS_OTHER: readonly Difference[] = ['another-drug', 'further-drug', 'another-strength'];

/** What a list of products says of a code that was typed or scanned, and how that differs from the vial of the order. */
export function ListedProductLine({ code, vial }: Props) {
  const [settled] = useDebouncedValue(code.trim(), 200);
  const found = useRead('product.lookup', { code: settled, vial }, { enabled: settled.length >= 8 });
  const { data } = found;
  if (settled.length < 8 || !data?.product) return null;
  const { product: p, differences, ndc } = data;
  return (
    <output className="stack note">
      <span>
        Listed {ndc} as {p.name}, {p.substances} {p.strength}, {p.form}, {p.maker}
        {data.package && `: ${data.package}`}
        {p.absent && ' (no longer listed)'}
      </span>
      {differences.map((d) => (
        <span key={d}>
          <Flag severity={IS_OTHER.includes(d) ? 'hard' : 'unknown'}>{WORDS[d]}</Flag>
        </span>
      ))}
    </output>
  );
}
