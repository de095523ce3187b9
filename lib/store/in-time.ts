/** An outage like others. */
export class Late extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * The work's own outcome, or an outage when it takes longer: a connection that hangs must not hold up whoever comes
 * later. What was sent may still be carried out.
 *
 * @param milliseconds the longest it may take
 * @throws Late
 */
export async function inTime<T>(milliseconds: number, work: Promise<T>, words: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(words)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const outage = (words: string): Error => Object.assign(new Error(words), { code: 'ETIMEDOUT' });
