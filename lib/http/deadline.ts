/** Longest a caller waits for the database, in milliseconds: a hung one is an outage too. */
export const ANSWER_WITHIN_MS = 8_000;

/**
 * The work's own outcome, or an outage when it takes longer. The work is not undone: whatever it still does is a
 * transaction that happens whole or not at all.
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(Object.assign(new Error('The database did not answer in time.'), { code: 'ETIMEDOUT' })),
      milliseconds,
    );
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (cause: unknown) => {
        clearTimeout(timer);
        reject(cause);
      },
    );
  });
}
