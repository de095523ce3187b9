import { z } from 'zod';

/** The audience of every Gooclaim access token. */
export const AUDIENCE = 'gooclaim-api';

/** JOSE header as far as we look at it; anything else in it is kept so that it can be shown. */
export const headerSchema = z.looseObject({
  alg: z.string(),
  typ: z.string().optional(),
  kid: z.string().optional(),
});

/** Any JSON object: what a claim set must be before a single claim is believed (RFC 7519 §7.2). */
const payloadSchema = z.record(z.string(), z.unknown());

const seconds = z.number().int().nonnegative();

/** The claims of a machine token this service issues (times in UNIX seconds). */
export const accessTokenClaimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  tenant_id: z.string(),
  scope: z.string(),
  iat: seconds,
  exp: seconds,
  jti: z.string(),
  client_id: z.string(),
  token_use: z.literal('machine'),
  cred: z.string(),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaimsSchema>;

export interface DecodedToken {
  header: z.infer<typeof headerSchema>;
  payload: Record<string, unknown>;
  /** False when the third segment is missing or empty. */
  signed: boolean;
}

export type DecodeFailure = 'not_three_segments' | 'encrypted' | 'not_base64url' | 'not_json' | 'not_an_object';

const BASE64URL = /^[A-Za-z0-9_-]*$/;

function decodeSegment(segment: string): unknown {
  if (!BASE64URL.test(segment) || segment.length % 4 === 1) throw new SyntaxError('not base64url');
  const bytes = Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

/**
 * Reads a compact JWS without believing it (RFC 7515 §7.1). Runs in the browser and on the server.
 * A missing third segment still decodes, since people paste tokens cut short; `signed` is then false.
 */
export function decodeToken(token: string): DecodedToken | DecodeFailure {
  const segments = token.split('.');
  if (segments.length === 5) return 'encrypted';
  const [rawHeader, rawPayload, signature] = segments;
  if (!rawHeader || !rawPayload || segments.length > 3) return 'not_three_segments';
  for (const segment of segments) {
    if (!BASE64URL.test(segment) || segment.length % 4 === 1) return 'not_base64url';
  }
  try {
    const header = headerSchema.safeParse(decodeSegment(rawHeader));
    const payload = payloadSchema.safeParse(decodeSegment(rawPayload));
    if (!header.success || !payload.success) return 'not_an_object';
    return { header: header.data, payload: payload.data, signed: Boolean(signature) };
  } catch {
    return 'not_json';
  }
}
