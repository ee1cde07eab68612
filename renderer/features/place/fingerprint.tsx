/** A fingerprint to be compared sign by sign: in four lines, as `meniscus serve` prints it. */
export function Fingerprint({ label, value }: { label: string; value: string }) {
  const pairs = value.split(':');
  return (
    <div className="fingerprint">
      <span className="note">{label}</span>
      <output className="mono" aria-label={label}>
        {[0, 8, 16, 24].map((at) => (
          <span key={at}>{pairs.slice(at, at + 8).join(':')}</span>
        ))}
      </output>
    </div>
  );
}
