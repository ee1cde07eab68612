import type { OrderReport } from '../../../engine/checks/report.ts';

/** One drug of the container, as the report has it; `step` names the derivation behind one of its values. */
interface Component {
  readonly id: string;
  readonly name: string;
  readonly concentration: string;
  readonly drugAmount: string;
  readonly draw: string;
  readonly vials: string;
  readonly waste: string;
  readonly windows: OrderReport['exposure']['windows'];
  readonly step: (value: 'concentration' | 'draw' | 'vials' | 'waste') => string;
}

/** Every drug of the container, the one that the regimen is written in first. */
export const componentsOf = (report: OrderReport): readonly Component[] => {
  const { drug, preparation: p, exposure } = report;
  return [
    { ...p, id: drug.id, name: drug.name, windows: exposure.windows, step: (value) => value },
    ...p.also.map((x): Component => ({ ...x, step: (value) => `${value}-${x.id}` })),
  ];
};

/** `bupivacaine with fentaNYL`, as on the papers. */
export const drugNames = (report: OrderReport): string =>
  componentsOf(report)
    .map((x) => x.name)
    .join(' with ');

/** `bupivacaine 1.25 mg/mL with fentaNYL 2 mcg/mL` */
export const strengths = (report: OrderReport): string =>
  componentsOf(report)
    .map((x) => `${x.name} ${x.concentration}`)
    .join(' with ');
