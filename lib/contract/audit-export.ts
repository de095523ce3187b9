export const EXPORT_FORMATS = ['csv', 'json'] as const;

/** Rows one export holds at most; a longer one says that it was cut. */
export const EXPORT_ROWS = 100_000;
