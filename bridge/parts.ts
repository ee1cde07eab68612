/** What a person is shown of an order when they sign, part by part. A window asks for this alone: no schema comes with it. */
export const PARTS = ['order', 'patient', 'findings', 'program', 'answers', 'preparation', 'papers'] as const;
export type Part = (typeof PARTS)[number];
