import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';
import { newId } from '../ids';
import { asked, type Sealed, type Sealer } from './seal';

/** Bits of the modulus that may be chosen. NIST SP 800-57 accepts 2048 until 2030. */
export type KeySize = 2048 | 3072 | 4096;

/** A key pair that no row holds yet. */
export interface NewKey {
  kid: string;
  publicJwk: JWK;
  sealed: Sealed;
}

/** A new RS256 key pair, the private half sealed. Takes from a tenth of a second to some seconds, with the size. */
export async function generateSigningKey(sealer: Sealer, modulusLength: KeySize): Promise<NewKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength, extractable: true });
  const kid = newId('key');
  const pkcs8 = await exportPKCS8(privateKey);
  return {
    kid,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
    sealed: await asked(sealer.seal(Buffer.from(pkcs8), kid), 'The new signing key cannot be sealed.'),
  };
}
