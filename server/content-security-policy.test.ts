import { expect, it } from 'vitest';
import { pageHeaders } from './content-security-policy';

it('asks browsers to come by TLS alone where people do, and nowhere else', () => {
  const name = 'Strict-Transport-Security';
  expect(pageHeaders({ dev: false, https: true })[name]).toBe('max-age=31536000');
  expect(pageHeaders({ dev: false, https: false })).not.toHaveProperty(name);
});
