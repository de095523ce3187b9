import { and, eq, sql } from 'drizzle-orm';
import type { RefusedSecret, RefusedSecrets } from '../oauth/ports';
import { diagnose, digestsToLookUp } from '../oauth/secret-diagnosis';
import type { Database } from './database';
import { findKnownSecrets } from './known-secrets';
import { auditEvents } from './schema';

/** How long refusals wait for others, in milliseconds: their answers have long been sent by then. */
const GATHERED_MS = 150;
/** Refusals looked at in one transaction; each has six digests at most. */
const LARGEST_BATCH = 50;
/** That may wait. Further ones keep a row without a diagnosis: a flood must not fill the memory. */
const LONGEST_QUEUE = 1_000;

interface Options {
  pepper: Uint8Array;
  environment: string;
  clock: () => number;
  /** Of a batch that could not be looked at: its rows stay without a diagnosis. */
  onFault: (cause: unknown) => void;
}

/**
 * Finds out what refused secrets were, and completes their audit rows. Not before the answer, and in portions that no
 * single request decides on: the same is done for every refusal, so how long an answer takes says nothing of why it was
 * given. The texts are held in memory until then and nowhere else; a process that is killed loses the diagnoses of the
 * last moment, never a row.
 */
export function createRefusedSecrets(
  db: Database,
  { pepper, environment, clock, onFault }: Options,
): RefusedSecrets & { settle(): Promise<void> } {
  let waiting: RefusedSecret[] = [];
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, LARGEST_BATCH);
      waiting = waiting.slice(LARGEST_BATCH);
      await write(batch).catch(onFault);
    }
  }

  async function write(batch: readonly RefusedSecret[]): Promise<void> {
    const digests = batch.flatMap(({ presented }) => digestsToLookUp(presented, pepper));
    await db.transaction(async (tx) => {
      const known = await findKnownSecrets(tx, digests, new Date(clock()));
      for (const { presented, clientId, tenantId, requestId, at } of batch) {
        const asked = { clientId, tenantId, environment, now: at.getTime() };
        const diagnosis = JSON.stringify({ diagnosis: diagnose(presented, asked, known, pepper) });
        await tx
          .update(auditEvents)
          .set({ detail: sql`${auditEvents.detail} || ${diagnosis}::text::jsonb` })
          .where(and(eq(auditEvents.requestId, requestId), eq(auditEvents.at, at)));
      }
    });
  }

  const settle = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    working ??= work().finally(() => {
      working = undefined;
    });
    return working;
  };

  return {
    examine(refused) {
      if (waiting.length >= LONGEST_QUEUE) return;
      waiting.push(refused);
      timer ??= setTimeout(() => void settle(), GATHERED_MS).unref();
    },
    settle,
  };
}
