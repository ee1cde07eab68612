import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import type { ExposureProfile } from '../../../engine/timeline/answer.ts';

interface Props {
  readonly profile: ExposureProfile;
  /** an instant as it is read in the pharmacy */
  readonly clock: (instant: string) => string;
}

/**
 * The amount in a rolling window over time, at worst and as expected, with the limits across it. A picture: it only places
 * what the engine has computed and worded; the tables beside it are the answer.
 */
export function ExposureChart({ profile, clock }: Props) {
  const points = profile.points.map((p, i) => ({ ...p, i }));
  const at = (i: number) => profile.points[i];
  const ticks = [0, 1, 2, 3, 4].map((n) => Math.round((n * (points.length - 1)) / 4));
  return (
    <div className="over-time-chart" aria-hidden="true">
      <LineChart
        h={230}
        data={points}
        dataKey="i"
        series={[
          { name: 'worstShare', label: 'worst case', color: 'var(--accent)' },
          { name: 'expectedShare', label: 'expected', color: 'var(--info)', strokeDasharray: '5 4' },
        ]}
        curveType="stepAfter"
        withDots={false}
        strokeWidth={1.8}
        gridColor="var(--line)"
        textColor="var(--ink2)"
        accessibilityLayer={false}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ margin: { right: 44 } }}
        xAxisProps={{
          type: 'number',
          domain: [0, points.length - 1],
          ticks,
          tickFormatter: (i: number) => clock(at(i)?.at ?? ''),
          interval: 0,
        }}
        yAxisProps={{
          domain: [0, 1000],
          ticks: profile.axis.map((a) => a.share),
          tickFormatter: (share: number) => profile.axis.find((a) => a.share === share)?.text ?? '',
          width: 78,
          interval: 0,
        }}
        referenceLines={profile.limits.flatMap((l) => [
          {
            y: l.share,
            color: 'var(--hard)',
            label: `limit ${l.text}`,
            labelPosition: 'insideBottomRight' as const,
          },
          ...(l.point === null
            ? []
            : [
                {
                  x: l.point,
                  color: 'var(--hard)',
                  label: 'first passed',
                  labelPosition: 'insideTopLeft' as const,
                },
              ]),
        ])}
        tooltipProps={{ content: <Tip profile={profile} clock={clock} /> }}
      />
    </div>
  );
}

/** The point under the pointer, in words; the chart hands in which one it is. */
function Tip({ profile, clock, label }: Props & { readonly label?: unknown }) {
  const p = typeof label === 'number' ? profile.points[label] : undefined;
  return p === undefined ? null : (
    <div className="panel chart-tip">
      <div className="strong">{clock(p.at)}</div>
      <div>worst case {p.worst}</div>
      <div>expected {p.expected}</div>
    </div>
  );
}
