/** The most that is kept of a line. */
const MOST = 200;
const OURS = /^at [\w.$#<>[\] ]{0,80} ?\(?[a-z]+:\/\/[\w.:[\]-]+\/assets\/[\w.-]+:\d+:\d+\)?$/;

/** A line of a stack that names a place in the window's own files, and nothing that was typed. */
export const isFrame = (line: string): boolean => line.length <= MOST && OURS.test(line);
