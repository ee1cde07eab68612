import { failureIn, type useWrite } from '../../query.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import type { useSigning } from '../../ui/signing.ts';
import {
  EXPORT_FORMATS,
  EXPORT_IDENTIFIERS,
  exportKinds,
  type ExportFormat,
  type ExportKind,
  type Identifiers,
} from './export-choices.ts';

interface Props {
  readonly sign: ReturnType<typeof useSigning>;
  readonly wanted: {
    readonly kind: ExportKind;
    readonly format: ExportFormat;
    readonly identifiers: Identifiers;
  };
  readonly start: ReturnType<typeof useWrite<'export.start'>>;
  readonly onSign: (password: string) => void;
}

const labelIn = (choices: readonly { value: string; label: string }[], value: string): string =>
  choices.find((c) => c.value === value)?.label ?? value;

/** Who takes a log out of the program answers for it. */
export function ExportSignature({ sign, wanted, start, onSign }: Props) {
  return (
    <SignDialog
      title="Take a log out"
      meaning="I make this file, and answer for where it goes."
      facts={[
        ['Which', labelIn(exportKinds, wanted.kind)],
        ['Format', labelIn(EXPORT_FORMATS, wanted.format)],
        ['Patients', labelIn(EXPORT_IDENTIFIERS, wanted.identifiers)],
      ]}
      signer={sign.signer}
      act="Make the file"
      busy={start.isBlocked}
      failure={failureIn(start)}
      onSign={onSign}
      onClose={sign.close}
    />
  );
}
