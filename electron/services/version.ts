/** Of the program: a report that another one kept may be said otherwise. */
export const VERSION = '0.1.0';
