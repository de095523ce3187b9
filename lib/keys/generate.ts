import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { newId } from '../ids';
import type { Sealer } from './seal';

/** A new RS256 key pair, the private half sealed. NIST SP 800-57 accepts 2048 bits until 2030. */
export async function generateSigningKey(sealer: Sealer, modulusLength = 2048) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength, extractable: true });
  const kid = newId('key');
  const pkcs8 = await exportPKCS8(privateKey);
  return {
    kid,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
    sealedPrivateKey: await sealer.seal(Buffer.from(pkcs8), kid),
  };
}
