import { generateKeyPairSync } from 'node:crypto';
import { exportJWK } from 'jose';
import { expect, test } from 'vitest';
import { isOutage } from '../faults';
import { forge, keys, ps256, rs256, rs512, verifiesOwn } from '../token/forge.fixture';
import { createSigner, nodeSignatureCheck } from './node-signature';

test('the service and the browser agree on every signature', async () => {
  const check = nodeSignatureCheck(await exportJWK(keys.own.publicKey));
  const good = await forge();
  const { privateKey } = keys.own;
  const texts = [
    good,
    await forge({}, {}, ps256(privateKey)),
    await forge({}, {}, rs512(privateKey)),
    await forge({}, {}, rs256(keys.foreign.privateKey)),
    `${good.slice(0, -20)}${'A'.repeat(20)}`,
    good.slice(0, -4),
    `${good}AAAA`,
    `${good.slice(0, good.lastIndexOf('.'))}.AA`,
    good.replace('.', 'A.'),
  ];
  const verdicts = await Promise.all(texts.map((text) => Promise.all([check(text), verifiesOwn(text)])));
  expect(verdicts).toEqual(texts.map((text) => [text === good, text === good]));
});

test('a key of another kind is none', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = await exportJWK(publicKey);
  expect(() => nodeSignatureCheck(jwk)).toThrow('not an RSA key');
});

test('more signatures than can be made in time are refused as an outage, at once and until there is room', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sign = createSigner(2);
  // Eight are under way, two wait.
  const accepted = Array.from({ length: 10 }, (_, n) => sign(privateKey, String(n)));
  const fault = (() => {
    try {
      return sign(privateKey, 'one more');
    } catch (cause) {
      return cause;
    }
  })();
  expect(isOutage(fault)).toBe(true);
  expect(new Set(await Promise.all(accepted)).size).toBe(10);
  await expect(sign(privateKey, 'one more')).resolves.toMatch(/^[\w-]{342}$/);
});
