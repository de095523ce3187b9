/** Characters of a token that the debugger reads. */
export const LONGEST_DEBUGGED = 16_000;
