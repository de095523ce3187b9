import { expect, it } from 'vitest';
import { isHost } from './host-header';

it.each(['localhost', 'localhost:3000', 'AUTH.example.com:443', '127.0.0.1', '[::1]', '[::1]:3000'])(
  '%s is a host',
  (host) => expect(isHost(host)).toBe(true),
);

it.each(['a b', 'user@host', 'host/path', 'host?x', 'host#x', 'host:port', 'host:1:2', '[::1', '%zz'])(
  '%j is none',
  (host) => expect(isHost(host)).toBe(false),
);
