import { decodeToken } from '@/lib/token/jwt';
import type { TokenParts } from './read-parts';

/**
 * A link to a token without its signature. All of it stands behind the `#`, which browsers keep to themselves (RFC 3986
 * §3.5): no server, proxy or log sees it. Without a signature it opens nothing; its claims are readable all the same.
 */
export interface SharedToken {
  parts: TokenParts;
  /** Names of claims that whoever shared it left out. */
  leftOut: string[];
}

/** A link that is longer was not made here. */
const LONGEST = 131_072;

/** @param leftOut names of payload claims */
export function sharedFragment({ header, payload }: TokenParts, leftOut: readonly string[]): string {
  const kept = Object.fromEntries(Object.entries(payload).filter(([claim]) => !leftOut.includes(claim)));
  const fragment = new URLSearchParams({ shared: `${encode(header ?? {})}.${encode(kept)}` });
  for (const claim of leftOut) fragment.append('left_out', claim);
  return `#${fragment}`;
}

/** @param fragment with or without its `#`; undefined for anything that is not such a link */
export function readSharedFragment(fragment: string): SharedToken | undefined {
  if (fragment.length > LONGEST) return undefined;
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const [header, payload, ...more] = (fields.get('shared') ?? '').split('.');
  // What has a signature is no shared token; it is not shown, so that nobody takes to sharing those.
  if (!header || !payload || more.length > 0) return undefined;
  const decoded = decodeToken(`${header}.${payload}`);
  if (typeof decoded === 'string') return undefined;
  return {
    parts: { header: decoded.header, payload: decoded.payload },
    leftOut: fields.getAll('left_out').slice(0, 50),
  };
}

function encode(members: Record<string, unknown>): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(JSON.stringify(members))) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const PERSONAL = [
  'sub',
  'sid',
  'email',
  'name',
  'preferred_username',
  'given_name',
  'middle_name',
  'family_name',
  'nickname',
  'picture',
  'phone_number',
  'birthdate',
  'address',
  'upn',
  'unique_name',
];

/** What is better left out unless it matters: of a person's token, what names the person. */
export const namesAPerson = (payload: Record<string, unknown>): string[] =>
  payload.token_use === 'machine' ? [] : PERSONAL.filter((claim) => Object.hasOwn(payload, claim));
