import { useDebouncedValue } from '@mantine/hooks';
import { PAPERS, type Paper } from '../../../bridge/forms.ts';
import { useRead } from '../../query.ts';
import type { PatientDraft } from './patient-draft.ts';

const names = (papers: readonly Paper[]): string => papers.map((p) => PAPERS[p]).join(', ');

/** Where a name is too long for a label: said as it is typed, and as long as it stands. */
export function LabelPapers({ draft: { family, given, mrn, phone } }: { draft: PatientDraft }) {
  const [record] = useDebouncedValue({ family, given, mrn, ...(phone !== '' && { phone }) }, 300);
  const enabled = [record.family, record.given, record.mrn].every((t) => t.trim() !== '');
  const { data } = useRead('patient.papers', { record }, { enabled });
  if (!data || data.tooSmall.length === 0) return null;
  return (
    <p className="w12 question" role="alert">
      <span>
        <b>This name has no room on a label of {names(data.tooSmall)}.</b>{' '}
        {data.fits.length > 0
          ? `Its labels are printed on ${names(data.fits)}.`
          : 'No label holds it beside an ordinary order: preparation can not begin.'}
      </span>
    </p>
  );
}
