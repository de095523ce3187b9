import * as z from 'zod';
import { isNetwork } from './network';
import { LONGEST_TOKEN_LIFE } from './token-life';

export const tokenLifeSchema = z
  .number()
  .int('Whole seconds')
  .min(60, 'At least 60 seconds')
  .max(LONGEST_TOKEN_LIFE, 'At most 24 hours');

const networkSchema = z
  .string()
  .trim()
  .refine(isNetwork, 'A network such as 203.0.113.0/24 or 2001:db8::/48');

export const allowedNetworksSchema = z
  .array(networkSchema)
  .max(50, 'At most 50 networks')
  .refine((all) => new Set(all).size === all.length, 'Each network once');

/** RFC 8707 §2: an absolute URI without a fragment; https, or http on one's own machine. */
const resourceSchema = z
  .string()
  .trim()
  .max(200, 'At most 200 characters')
  .regex(/^[\x21-\x7E]*$/, 'An address without spaces or special letters')
  // One spelling each, or two tenants could have one API under two names (RFC 3986 §6.2).
  .refine(
    (text) => !URL.canParse(text) || [text, `${text}/`].includes(new URL(text).href),
    'Write it in lower case, without a default port',
  )
  .refine((text) => {
    if (!URL.canParse(text) || text.includes('#') || /[\s"\\]/.test(text)) return false;
    const { protocol, hostname, username, password } = new URL(text);
    if (username || password) return false;
    return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname));
  }, 'An https address of an API, such as https://claims.example.com');

export const resourcesSchema = z
  .array(resourceSchema)
  .max(20, 'At most 20')
  .refine((all) => new Set(all).size === all.length, 'Each one once');

/** What a claim of the OpenCRVS profile may say; never what a token of this service's own profile says. */
const foreignName = z
  .string()
  .trim()
  .regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/, '1 to 200 printable characters without spaces or quotes')
  .refine((text) => text !== 'gooclaim-api', 'This name is taken by this service');
export const opencrvsIssuerSchema = foreignName;
export const audienceSchema = z.array(foreignName).min(1, 'At least one').max(10, 'At most 10');

export const jwksUriSchema = z
  .string()
  .trim()
  .max(500, 'At most 500 characters')
  .regex(/^[\x21-\x7E]+$/, 'An address without spaces or special letters')
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', 'An https address')
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password, hash } = new URL(text);
    return username === '' && password === '' && hash === '';
  }, 'Only an address: no user, password or fragment');

/** Members of private and of symmetric keys (RFC 7518 §6). */
export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** What a member of a JWK that we do not know may be (RFC 7517 §4): nested deeply, it could not even be compared. */
const memberSchema = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(20_000)).max(20),
]);

const jwkSchema = z
  .object({
    kty: z.enum(['RSA', 'EC', 'OKP'], { error: 'Each key must be RSA, EC or OKP' }),
    kid: z.string().min(1).max(200).optional(),
    alg: z.string().max(20).optional(),
    use: z.literal('sig', { error: 'A key with use must have use: sig' }).optional(),
  })
  .catchall(memberSchema)
  .refine(
    (jwk) => !PRIVATE_MEMBERS.some((name) => name in jwk),
    'This is a private key: paste the public one, and replace this one, since it has been shown',
  );

/** RFC 7517 §5: public keys only. Whether each is of a usable size and curve is checked by the service. */
export const jwksSchema = z.strictObject({
  keys: z
    .array(jwkSchema)
    .min(1, 'At least one key')
    .max(10, 'At most 10 keys')
    .refine((keys) => {
      const kids = keys.flatMap(({ kid }) => kid ?? []);
      return new Set(kids).size === kids.length;
    }, 'Each kid once'),
});
