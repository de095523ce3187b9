import { describe, expect, it } from 'vitest';
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

  it('falls back to the socket when the header is missing, too short or no address', () => {
    expect(from(null, 1)).toBe('10.0.0.1');
    expect(from('1.2.3.4', 2)).toBe('10.0.0.1');
    expect(from('not an address', 1)).toBe('10.0.0.1');
  });
});
