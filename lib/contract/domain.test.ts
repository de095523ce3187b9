import { describe, expect, it } from 'vitest';
import { asDomain, domainOf } from './domain';

describe('a domain', () => {
  it('is kept in lower case and in ASCII', () => {
    expect(asDomain(' Example.COM. ')).toBe('example.com');
    expect(asDomain('bücher.example')).toBe('xn--bcher-kva.example');
    expect(asDomain('a-b.co.uk')).toBe('a-b.co.uk');
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'localhost',
      '10.0.0.1',
      '0x7f.1',
      '[::1]',
      'a..b',
      '-a.test',
      'a_b.test',
      'a.test:80',
      'a.test/b',
      'user@a.test',
      'https://a.test',
      `${'a'.repeat(64)}.test`,
      `${'a.'.repeat(130)}test`,
      '*.a.test',
    ])
      expect(asDomain(text), text).toBeUndefined();
  });

  it('of an address is what follows the last @', () => {
    expect(domainOf('somebody@Example.com')).toBe('example.com');
    expect(domainOf('"a@victim.test"@evil.test')).toBe('evil.test');
    expect(domainOf('nobody')).toBeUndefined();
  });
});
