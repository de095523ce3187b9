type Json = Record<string, unknown>;

const decode = (segment = ''): Json => JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Reads a token without judging it. */
export function decodeSegments(token: string): { header: Json; payload: Json; signature: string } {
  const [header, payload, signature = ''] = token.split('.');
  return { header: decode(header), payload: decode(payload), signature };
}
