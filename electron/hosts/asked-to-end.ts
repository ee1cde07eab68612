/** Ctrl-C, or the end of the session: finish what is being written, then end. A second Ctrl-C ends at once. */
export const askedToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
