import { type CryptoKey, exportSPKI, generateKeyPair } from 'jose';
import type { CheckContext, SubjectState } from './checks';
import { webSignatureCheck } from './signature';

/** Tokens as an issuer and as an attacker would make them: real RSA signatures, any header, any payload. */
export const ISSUER = 'https://auth.gooclaim.test';
export const TENANT = 'ten_acme';
/** 2026-01-01T00:00:00Z, in milliseconds. */
export const NOW = Date.UTC(2026, 0, 1);
const NOW_SECONDS = NOW / 1000;
export const KID = 'key_one';

const own = await generateKeyPair('RS256', { extractable: true });
const foreign = await generateKeyPair('RS256', { extractable: true });

/** One function a key, as the check wants it. */
export const verifiesOwn = webSignatureCheck(own.publicKey);

export const keys = { own, foreign, publicPem: await exportSPKI(own.publicKey) };

export const goodHeader = { alg: 'RS256', typ: 'JWT', kid: KID };
export const goodPayload = {
  iss: ISSUER,
  sub: 'client_acme',
  tenant_id: TENANT,
  scope: 'workflow:read audit:read',
  aud: 'gooclaim-api',
  iat: NOW_SECONDS - 60,
  exp: NOW_SECONDS + 3540,
  jti: 'tok_1',
  client_id: 'client_acme',
  token_use: 'machine',
  cred: 'sec_1',
};

/** What makes a person's token of the good one. */
export const person = {
  token_use: 'human',
  sub: 'usr_1',
  client_id: 'gooclaim-portal',
  sid: 'ses_1',
  cred: undefined,
};

export const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export type Signer = (input: string) => Promise<string>;

const rsa =
  (name: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS', hash: string) =>
  (key: CryptoKey): Signer =>
  async (input) => {
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', key);
    const imported = await crypto.subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign']);
    const algorithm = name === 'RSA-PSS' ? { name, saltLength: 32 } : name;
    const signature = await crypto.subtle.sign(algorithm, imported, Buffer.from(input));
    return Buffer.from(signature).toString('base64url');
  };

export const rs256 = rsa('RSASSA-PKCS1-v1_5', 'SHA-256');
export const rs512 = rsa('RSASSA-PKCS1-v1_5', 'SHA-512');
export const ps256 = rsa('RSA-PSS', 'SHA-256');

export const hs256 =
  (secret: string): Signer =>
  async (input) => {
    const usage = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', Buffer.from(secret), usage, false, ['sign']);
    return Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(input))).toString('base64url');
  };

/** Members given as `undefined` are left out. */
export async function forge(
  payload: object = {},
  header: object = {},
  sign: Signer = rs256(own.privateKey),
): Promise<string> {
  const input = `${encode({ ...goodHeader, ...header })}.${encode({ ...goodPayload, ...payload })}`;
  return `${input}.${await sign(input)}`;
}

const goodSubject: SubjectState = {
  subject: 'active',
  tenant: 'active',
  credential: 'live',
  revoked: false,
  notBefore: 0,
};

/** What the service knows; `asked` lists the records that were looked up. */
export function serviceContext(
  change: Partial<CheckContext> & { subject?: Partial<SubjectState> } = {},
): CheckContext & { asked: string[] } {
  const { subject, ...rest } = change;
  const asked: string[] = [];
  return {
    issuer: ISSUER,
    now: NOW,
    tenantId: TENANT,
    findKey: (kid) => (kid === KID ? { state: 'active', verifies: verifiesOwn } : undefined),
    findSubject: async ({ tenantId, subjectId, credentialId }) => {
      asked.push(`${tenantId}/${subjectId}/${credentialId}`);
      return { ...goodSubject, ...subject };
    },
    asked,
    ...rest,
  };
}
