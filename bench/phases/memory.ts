import { setTimeout as pause } from 'node:timers/promises';
import { usage } from '../world/proc';
import type { Product } from '../world/product';

/** Long enough for what a start leaves behind to be collected, in milliseconds. */
const REST_MS = 3_000;

/** Resident MB of the product's own processes after a rest. */
export async function restingMb({ processes }: Product): Promise<number> {
  await pause(REST_MS);
  return usage(processes).product?.rssMb ?? Number.NaN;
}
