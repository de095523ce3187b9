import { describe, expect, it } from 'vitest';
import { createChangeProof, TRUST_MS } from './change-proof';

function setup() {
  const time = { steady: 0, wall: 1_000_000 };
  const proof = createChangeProof(
    () => time.wall,
    () => time.steady,
  );
  const pass = (milliseconds: number) => {
    time.steady += milliseconds;
    time.wall += milliseconds;
  };
  return { time, proof, pass };
}

describe('proof of knowing every change', () => {
  it('counts from when a message was sent, however late it comes back', () => {
    const { proof, pass } = setup();
    expect(proof.provenAt()).toBeUndefined();
    const number = proof.sending();
    pass(TRUST_MS - 1);
    expect(proof.provenAt()).toBeUndefined();
    proof.cameBack(number);
    expect(proof.provenAt()).toBe(1_000_000);
    pass(1);
    expect(proof.provenAt()).toBeUndefined();
  });

  it('takes no message for a proof that was not sent, or not since the last distrust', () => {
    const { proof } = setup();
    proof.cameBack(7);
    expect(proof.provenAt()).toBeUndefined();
    const [first, second] = [proof.sending(), proof.sending()];
    proof.distrust();
    proof.cameBack(first);
    proof.cameBack(second);
    expect(proof.provenAt()).toBeUndefined();
    proof.cameBack(proof.sending());
    expect(proof.provenAt()).toBe(1_000_000);
  });

  it('ends when either clock says that it is old: one stands still while a machine sleeps, the other may be set', () => {
    for (const clock of ['wall', 'steady'] as const) {
      const { proof, time } = setup();
      proof.cameBack(proof.sending());
      time[clock] += TRUST_MS;
      expect(proof.provenAt()).toBeUndefined();
    }
    const { proof, time } = setup();
    proof.cameBack(proof.sending());
    time.steady += TRUST_MS - 1;
    expect(proof.provenAt()).toBe(1_000_000);
    time.wall -= 1;
    expect(proof.provenAt()).toBeUndefined();
  });
});
