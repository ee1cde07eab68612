/** Copies as typed. What is not plainly a number becomes 0, which is refused at the field. */
// count: copies
export const copiesTyped = (text: string): number => (/^\d{1,2}$/.test(text) ? parseInt(text, 10) : 0);
