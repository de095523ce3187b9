import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { invalidRequest, OAuthError } from './errors';

/** What a scanner sent: the raw body, and the headers that say who signed it. */
export interface SignedReport {
  body: Uint8Array;
  /** Github-Public-Key-Identifier */
  keyIdentifier: string;
  /** Github-Public-Key-Signature: base64 of a DER signature, ECDSA P-256 with SHA-256, over the raw body. */
  signature: string;
}

/** Findings in one report. */
const MOST_FINDINGS = 500;

const findingSchema = z.object({
  token: z.string(),
  type: z.string(),
  /** Where it was found; may be empty. */
  url: z.string().nullish(),
  /** What kind of place that is, such as `commit` or `gist_content`. */
  source: z.string().nullish(),
});
export type Finding = z.output<typeof findingSchema>;

/**
 * The findings of a report that one of the keys signed.
 *
 * @throws OAuthError 401 without a reason for anything that is not signed, 400 for what is signed and no report
 */
export function readReport(
  { body, keyIdentifier, signature }: SignedReport,
  keys: ReadonlyMap<string, KeyObject>,
): Finding[] {
  const key = keys.get(keyIdentifier);
  if (!key || !verify('sha256', body, key, Buffer.from(signature, 'base64')))
    throw new OAuthError(401, 'invalid_client', 'This report is not signed by a key that is known here.');
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw invalidRequest('The body is not valid JSON.');
  }
  const findings = z.array(findingSchema).max(MOST_FINDINGS).safeParse(json);
  if (!findings.success)
    throw invalidRequest(
      `The body must be an array of at most ${MOST_FINDINGS} findings with token and type.`,
    );
  return findings.data;
}

/** Longest address kept, in characters. */
const URL_KEPT = 300;

/**
 * The address of a finding as an audit row keeps it: no query, no fragment, no credentials, and no path that could hold
 * a secret, plain or percent-encoded.
 */
export function keptUrl(text: string | null | undefined): string {
  if (!text || !URL.canParse(text)) return '';
  const { protocol, host, pathname } = new URL(text);
  if (!/^https?:$/.test(protocol) || !isHarmless(host)) return '';
  return `${protocol}//${host}${isHarmless(pathname) ? pathname : '/'}`.slice(0, URL_KEPT);
}

/** A secret ends in 49 characters or more without a break; commits and gists have names of 40 at most. */
function isHarmless(part: string): boolean {
  try {
    return !/[0-9A-Za-z]{43}/.test(decodeURIComponent(part));
  } catch {
    return false;
  }
}

/** Names of places are words; anything else is not kept. */
export const keptSource = (text: string | null | undefined): string =>
  /^[A-Za-z_]{1,40}$/.test(text ?? '') ? String(text) : 'unknown';
