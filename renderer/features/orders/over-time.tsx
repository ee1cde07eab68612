import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Input } from '../../../bridge/contract.ts';
import type { OrderContent } from '../../../engine/order/order.ts';
import type { ExposureAnswer } from '../../../engine/timeline/answer.ts';
import { factWords } from '../../../words/finding.ts';
import { call, type CallFailed } from '../../api.ts';
import { failureIn } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { GivenDoses } from './given-doses.tsx';
import { LimitsPassed, RunOutFacts, WindowTable } from './over-time-tables.tsx';

const ExposureChart = lazy(async () => ({
  default: (await import('./exposure-chart.tsx')).ExposureChart,
}));

const WINDOWS = ['1 h', '4 h', '12 h', '24 h', '72 h'];

interface Props {
  readonly patientId: string;
  readonly content: OrderContent;
  readonly orderId: string | null;
}

/** What the patient can receive over time, over all active orders and the doses given besides: a chart and its tables. */
export function OverTime({ patientId, content, orderId }: Props) {
  const { status } = useSession();
  const [window, setWindow] = useState('4 h');
  const [lineId, setLineId] = useState('');
  const [doses, setDoses] = useState('');
  const [asked] = useDebouncedValue(
    JSON.stringify({
      patientId,
      content,
      ...(orderId === null ? {} : { orderId }),
      question: {
        hours: '72 h',
        windows: WINDOWS,
        dosesPerHour: doses === '' ? null : doses,
        draw: window,
      },
    } satisfies Input<'order.exposure'>),
    250,
  );
  const query = useQuery<ExposureAnswer, CallFailed>({
    queryKey: ['order.exposure', asked],
    queryFn: ({ signal }) => call('order.exposure', JSON.parse(asked) as Input<'order.exposure'>, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const failure = failureIn(query);
  const issues = FieldIssues.of(failure);
  const answer = failure === null ? query.data : undefined;
  const line = answer?.lines.find((l) => l.id === lineId) ?? answer?.lines[0];
  const clock = (at: string) => instantWords(at, status.timeZone).slice(5);
  return (
    <section className="below over-time" aria-label="Over time">
      <h2 className="cap">Over time, with other active orders and given doses</h2>
      <div className="over-time-fields">
        <PickField
          label="Drug"
          name="line"
          value={line?.id ?? ''}
          onChange={setLineId}
          options={(answer?.lines ?? []).map((l) => ({ value: l.id, label: l.name }))}
        />
        <PickField
          label="Window"
          name="window"
          value={window}
          onChange={setWindow}
          options={WINDOWS.map((w) => ({ value: w, label: w }))}
        />
        <TextField
          label="Doses per hour taken"
          name="dosesPerHour"
          optional
          mono
          value={doses}
          onChange={setDoses}
          issues={issues.at('question.dosesPerHour').concat(issues.at('dosesPerHour'))}
        />
        <p className="note">
          {answer && `Expected: ${factWords({ code: 'use', use: answer.expectedUse }) ?? ''}.`}
        </p>
      </div>
      <Problem failure={failure} shown={['question.dosesPerHour', 'dosesPerHour']} />
      {answer && line && (
        <>
          {line.profile && (
            <Suspense fallback={<p className="note">Drawing…</p>}>
              <ExposureChart profile={line.profile} clock={clock} />
            </Suspense>
          )}
          <WindowTable line={line} clock={clock} />
          <LimitsPassed line={line} clock={clock} />
          <RunOutFacts runOut={answer.runOut} />
        </>
      )}
      <GivenDoses patientId={patientId} />
    </section>
  );
}
