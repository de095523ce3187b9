import { describe, expect, it } from 'vitest';
import { networkOf, withinNetworks } from '../ratelimit/network';
import { clientAddress } from './peer';

const from = (forwardedFor: string | null, trustedProxies: number) =>
  clientAddress(forwardedFor, { socketAddress: '::ffff:10.0.0.1', trustedProxies });

describe('clientAddress', () => {
  it('is the socket when no proxy is trusted, whatever the header says', () => {
    expect(from('1.2.3.4', 0)).toBe('10.0.0.1');
  });

  it('is what the nearest trusted proxy saw; what the caller wrote further left is not believed', () => {
    expect(from('6.6.6.6, 1.2.3.4', 1)).toBe('1.2.3.4');
    expect(from('6.6.6.6, 1.2.3.4, 10.0.0.2', 2)).toBe('1.2.3.4');
    expect(from('2001:db8::1', 1)).toBe('2001:db8::1');
  });

  it.each([
    ['203.0.113.7:4711', '203.0.113.7'],
    ['6.6.6.6:1, 203.0.113.7:4711', '203.0.113.7'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
  ])('is without the port that some proxies write: %s', (header, address) => {
    expect(from(header, 1)).toBe(address);
  });

  // Not the socket's: that is the proxy's, which an allowlist may hold.
  it.each([
    ['is missing', null, 1],
    ['is empty', '', 1],
    ['is too short', '1.2.3.4', 2],
    ['ends with a comma', '1.2.3.4,', 1],
    ['is no address', 'not an address', 1],
    ['is no address in brackets', '[1.2.3.4]:80', 1],
    ['has an odd port', '1.2.3.4:http', 1],
    ['has two ports', '1.2.3.4:80:80', 1],
    ['names nobody', 'unknown', 1],
  ])('is not known, and in no network, when the header %s', (_, header, proxies) => {
    const address = from(header, proxies);
    expect(address).toBe('unknown');
    expect(withinNetworks(address, ['0.0.0.0/0', '::/0', '10.0.0.0/8'])).toBe(false);
    expect(networkOf(address)).toBe('unknown');
  });
});
