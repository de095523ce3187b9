import { describe, expect, it } from 'vitest';
import { failureKey, networkOf } from './network';

describe('networkOf', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['unknown', 'unknown'],
    ['', 'unknown'],
  ])('counts %s as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('failureKey', () => {
  it('has a bounded number of places a network, however many ids are invented', () => {
    const keys = new Set(Array.from({ length: 50_000 }, (_, n) => failureKey('10.0.0.7', `client_${n}`)));
    expect(keys.size).toBeGreaterThan(4_000);
    expect(keys.size).toBeLessThanOrEqual(4_096);
  });

  it('keeps networks apart', () => {
    expect(failureKey('10.0.0.7', 'client_1')).not.toBe(failureKey('10.0.0.8', 'client_1'));
  });
});
