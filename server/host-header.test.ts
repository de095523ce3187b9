import { expect, it } from 'vitest';
import { hasTwoHosts, isHost } from './host-header';

it.each(['localhost', 'localhost:3000', 'AUTH.example.com:443', '127.0.0.1', '[::1]', '[::1]:3000'])(
  '%s is a host',
  (host) => expect(isHost(host)).toBe(true),
);

it.each(['a b', 'user@host', 'host/path', 'host?x', 'host#x', 'host:port', 'host:1:2', '[::1', '%zz'])(
  '%j is none',
  (host) => expect(isHost(host)).toBe(false),
);

it('two of them are seen, however they are written, and a value is no name', () => {
  expect(hasTwoHosts(['Host', 'a', 'Accept', 'host', 'X', 'HOST'])).toBe(false);
  expect(hasTwoHosts(['Host', 'a', 'Accept', '*/*', 'hOST', 'a'])).toBe(true);
  expect(hasTwoHosts([])).toBe(false);
});
