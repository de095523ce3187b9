import { expect, test, vi } from 'vitest';
import type { UsageBatch } from './usage-buffer';
import { createUsageRecorder } from './usage-recorder';

const use = (clientId: string) => ({
  tenantId: 'ten_1',
  clientId,
  credentialId: '',
  operation: 'token' as const,
  outcome: 'invalid_client',
});

function recorderOver(write: (batch: UsageBatch) => Promise<void>) {
  const events = { putOff: vi.fn(), leftOut: vi.fn() };
  return { recorder: createUsageRecorder(write, () => 0, events), events };
}

const sum = (batches: UsageBatch[]) =>
  batches.flatMap(({ uses }) => uses).reduce((calls, { count }) => calls + count, 0);

test('a batch that could not be written waits for the next flush, with what came since', async () => {
  const written: UsageBatch[] = [];
  let broken = true;
  const { recorder, events } = recorderOver(async (batch) => {
    if (broken) throw new Error('no database');
    written.push(batch);
  });
  recorder.count(use('a'));
  recorder.count(use('a'));
  await recorder.flush();
  expect(events.putOff).toHaveBeenCalledTimes(1);
  broken = false;
  recorder.count(use('b'));
  await recorder.close();
  expect(sum(written)).toBe(3);
  expect(events.leftOut).not.toHaveBeenCalled();
});

test('many lines go in several statements; of those that failed none is written twice', async () => {
  const written: UsageBatch[] = [];
  let statements = 0;
  const { recorder } = recorderOver(async (batch) => {
    statements++;
    if (statements === 2) throw new Error('gone in the middle');
    written.push(batch);
  });
  for (let i = 0; i < 4_500; i++) recorder.count(use(`client_${i}`));
  await recorder.flush();
  await recorder.close();
  expect(Math.max(...written.map(({ uses }) => uses.length))).toBeLessThanOrEqual(2_000);
  expect(sum(written)).toBe(4_500);
});

test('closing writes what came while the last batch was under way', async () => {
  const written: UsageBatch[] = [];
  let go = () => {};
  const { recorder } = recorderOver(async (batch) => {
    written.push(batch);
    if (written.length === 1)
      await new Promise<void>((resolve) => {
        go = resolve;
      });
  });
  recorder.count(use('a'));
  void recorder.flush();
  recorder.count(use('b'));
  const closing = recorder.close();
  go();
  await closing;
  expect(sum(written)).toBe(2);
});
