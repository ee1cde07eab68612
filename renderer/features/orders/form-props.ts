import type { Output } from '../../../bridge/contract.ts';
import type { FieldIssues } from '../../ui/issues.ts';
import type { OrderDraft } from './draft.ts';

export interface FormProps {
  readonly draft: OrderDraft;
  readonly onChange: (change: (draft: OrderDraft) => OrderDraft) => void;
  readonly issues: FieldIssues;
  readonly formulary: Output<'formulary.list'>;
}
