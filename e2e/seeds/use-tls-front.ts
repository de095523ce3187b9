import { afterAll, beforeAll, type TestContext } from 'vitest';
import { startTlsFront, type TlsFront } from '../harness/tls-front';

/** An https address for a service, as the samples have it, for the tests of one block. */
export function useTlsFront(behind: string): () => TlsFront {
  let front: TlsFront | undefined;
  beforeAll(async () => {
    front = await startTlsFront(behind);
  });
  afterAll(async () => {
    await front?.close();
  });
  return () => {
    if (!front) throw new Error('The https address is there once the tests of the block begin.');
    return front;
  };
}

/** Skips a test, and says why where people look. */
export function skipSaying(reason: string, what: string, { skip }: TestContext): never {
  console.log(`skipped: ${what}: ${reason}`);
  return skip(reason);
}
