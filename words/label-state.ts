const WORDS: Readonly<Record<string, string>> = {
  printed: 'The label of this version was printed.',
  none: 'No label of this version was printed yet.',
  'under-way': 'The label of this version is still on its way to the printer.',
  failed: 'The label of this version did not come out of the printer.',
  unknown:
    'Nobody knows whether the label of this version came out of the printer: say under Printing what was found.',
  gone: 'Every label of this version was returned or destroyed.',
};

/** What is known of the label of an order’s version (`labelState`), in a sentence. */
export const labelWords = (state: string): string => WORDS[state] ?? state;
