import { Late } from '../faults';

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
