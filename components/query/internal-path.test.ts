import { expect, it } from 'vitest';
import { internalPath } from './internal-path';

it.each(['/clients', '/clients/client_1?tab=secrets', '/debugger#a'])('goes on to %s', (path) => {
  expect(internalPath(path, '/clients-fallback')).toBe(path);
});

it.each([
  'https://evil.test',
  '//evil.test',
  '/\\evil.test',
  '/\t/evil.test',
  '\\/evil.test',
  'javascript:alert(1)',
  '',
  undefined,
  ['/clients', '//evil.test'],
])('does not leave the portal for %j', (path) => {
  expect(internalPath(path, '/clients')).toBe('/clients');
});
