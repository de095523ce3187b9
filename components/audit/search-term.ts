import type { AuditFilter } from '@/lib/contract/audit';
import { mayBeCredential } from '@/lib/contract/client-list-terms';

type Term = Pick<AuditFilter, 'actor' | 'target' | 'address' | 'request' | 'jti'>;

const PATTERNS: [RegExp, keyof Term][] = [
  [/^req_[0-9A-Za-z]{1,40}$/, 'request'],
  [/^tok_[0-9A-Za-z]{1,40}$/, 'jti'],
  [/^usr_[0-9A-Za-z]{1,40}$/, 'actor'],
  [/^(client|app|ten|inv|dom|sso)_[0-9A-Za-z]{1,40}$/, 'target'],
  [/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'actor'],
  [/^(\d{1,3}\.){3}\d{1,3}$/, 'address'],
  [/^(?=.*:.*:)[0-9A-Fa-f:.]{2,45}$/, 'address'],
  // Of tokens that others made, and of those of an older release.
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'jti'],
];

/** Which filter a pasted text belongs to, by its form; undefined for what is none. */
export function searchTerm(pasted: string): Term | undefined {
  const text = pasted.trim();
  if (mayBeCredential(text)) return undefined;
  const found = PATTERNS.find(([pattern]) => pattern.test(text));
  return found && { [found[1]]: text };
}
