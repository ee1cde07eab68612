import type { Finding } from '../../engine/checks/report.ts';

export type Severity = 'absolute' | 'hard' | 'soft' | 'unknown' | 'info' | 'pass' | 'plain';

export const severityOf = (f: Pick<Finding, 'outcome' | 'severity'>): Severity =>
  f.outcome === 'pass' ? 'pass' : f.outcome === 'could-not-be-done' ? 'unknown' : f.severity;

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  absolute: 'absolute',
  hard: 'hard',
  soft: 'soft',
  unknown: 'not done',
  info: 'info',
  pass: 'pass',
  plain: '',
};

/** A shape for each severity, so that none is told by colour alone. */
export function Shape({ severity, size = 10 }: { severity: Severity; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" fill="currentColor">
      {shape(severity)}
    </svg>
  );
}

function shape(severity: Severity) {
  switch (severity) {
    case 'absolute':
      return <path d="M3 0h4l3 3v4l-3 3H3L0 7V3zM2.2 4v2h5.6V4z" fillRule="evenodd" />;
    case 'hard':
      return <path d="M3 0h4l3 3v4l-3 3H3L0 7V3z" />;
    case 'soft':
      return <path d="M5 .6 9.8 9.4H.2z" />;
    case 'unknown':
      return <path d="M5 0 10 5 5 10 0 5zM5 2.2 2.2 5 5 7.8 7.8 5z" fillRule="evenodd" />;
    case 'info':
      return (
        <path
          d="M5 .5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 1.6a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8z"
          fillRule="evenodd"
        />
      );
    case 'pass':
      return <path d="M1 5.4 3.8 8.2 9 2.4" fill="none" stroke="currentColor" strokeWidth="2" />;
    case 'plain':
      return <circle cx="5" cy="5" r="2" />;
  }
}

export function Flag({ severity, children }: { severity: Severity; children?: React.ReactNode }) {
  return (
    <span className={`flag sev-${severity}`}>
      <Shape severity={severity} size={9} />
      {children ?? SEVERITY_WORD[severity]}
    </span>
  );
}
