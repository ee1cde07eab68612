/** The mark: a meniscus between two walls. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className="logo">
      <path
        d="M5 3v13a5 5 0 0 0 5 5h4a5 5 0 0 0 5-5V3"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="M5.9 9c2 2.6 4 3.4 6.1 3.4S16.1 11.6 18.1 9v7a4.2 4.2 0 0 1-4.2 4.2h-3.8A4.2 4.2 0 0 1 5.9 16z"
        fill="currentColor"
        opacity=".45"
      />
    </svg>
  );
}
