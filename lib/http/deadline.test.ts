import { describe, expect, it } from 'vitest';
import { isOutage } from '../faults';
import { within } from './deadline';

describe('within', () => {
  it('gives the outcome of work that is in time', async () => {
    expect(await within(1_000, Promise.resolve(7))).toBe(7);
    await expect(within(1_000, Promise.reject(new Error('own fault')))).rejects.toThrow('own fault');
  });

  it('takes work that never ends for an outage', async () => {
    const fault = await within(1, new Promise(() => {})).catch((cause: unknown) => cause);
    expect(isOutage(fault)).toBe(true);
  });
});
