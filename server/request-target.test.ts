import { describe, expect, it } from 'vitest';
import { requestTarget } from './request-target';

describe('requestTarget', () => {
  it.each([
    ['/', '/'],
    ['/clients?q=1', '/clients?q=1'],
    ['http://localhost:3000/healthz', '/healthz'],
    ['HTTP://evil.invalid/v1/auth/token?x=1', '/v1/auth/token?x=1'],
    ['http://localhost', '/'],
    ['http://localhost?x=1', '/?x=1'],
    ['/clients?q=a\\b', '/clients?q=a\\b'],
  ])('takes %s for %s', (url, target) => expect(requestTarget(url)).toBe(target));

  it.each([
    '*',
    '',
    '//evil.invalid/',
    '///',
    'http://localhost//evil.invalid',
    'localhost:443',
    'ftp://x/y',
    '/\\evil.invalid',
    '/\\v1/auth/token',
    '/clients\\?q=1',
    'http://localhost/\\evil.invalid',
  ])('refuses %j', (url) => expect(requestTarget(url)).toBe(url === '' ? '/' : undefined));
});
