/** A shortened decimal says so, and of what: the exact value, or where exactness ends how far it was carried. */
export const exactly = (o: { value: string; exact: string; exactness?: string }, unit: string): string => {
  if (o.value === o.exact) return `${o.value}${unit}`;
  const whole = `${o.exact}${unit}`;
  const ended = o.exactness !== undefined && o.exactness !== 'exact';
  return `about ${o.value}${unit}, ${ended ? `${whole} ${o.exactness}` : `exactly ${whole}`}`;
};
