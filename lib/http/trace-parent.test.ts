import { expect, it } from 'vitest';
import { mayBeParent } from './trace-parent';

const inside = ['10.0.0.0/8'];

it('is a parent from the networks that were named alone, and from nowhere where none was', () => {
  const at = (socketAddress: string, trustedProxies = 0) => ({ socketAddress, trustedProxies });
  expect(mayBeParent(undefined, at('10.1.2.3'), inside)).toBe(true);
  expect(mayBeParent(undefined, at('::ffff:10.1.2.3'), inside)).toBe(true);
  expect(mayBeParent(undefined, at('192.0.2.1'), inside)).toBe(false);
  expect(mayBeParent(undefined, at('unknown'), inside)).toBe(false);
  expect(mayBeParent(undefined, at('10.1.2.3'), [])).toBe(false);
  // What a stranger writes there is not believed; behind a proxy its own word is.
  expect(mayBeParent('10.1.2.3', at('192.0.2.1'), inside)).toBe(false);
  expect(mayBeParent('10.1.2.3, 192.0.2.1', at('10.9.9.9', 1), inside)).toBe(false);
  expect(mayBeParent('192.0.2.1, 10.1.2.3', at('10.9.9.9', 1), inside)).toBe(true);
});
