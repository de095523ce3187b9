import type { OperatorKeysView } from '@/lib/admin/key-view';
import { columns } from './columns';

type Key = OperatorKeysView['keys'][number];

/** To the minute, in UTC: `2026-01-31T12:00Z`. */
const minute = (instant: string | null) => (instant ? `${instant.slice(0, 16)}Z` : '');

const NOTES: Record<Key['state'], (key: Key) => string> = {
  next: ({ signs_from }) => `may sign from ${minute(signs_from)}`,
  active: ({ activated_at }) => `signs since ${minute(activated_at)}`,
  retiring: ({ retiring_at, leaves_at }) =>
    `signed until ${minute(retiring_at)}, verifies until ${minute(leaves_at)}`,
  retired: ({ revoked_at, retired_at }) =>
    revoked_at ? `revoked ${minute(revoked_at)}` : `left ${minute(retired_at)}`,
};

/** The keys for people to read, newest first, with what is to be done below. */
export function keysTable({
  keys,
  rotation_days,
  next_rotation_at,
  key_encryption_key,
}: OperatorKeysView): string {
  const rows = keys.map((key) => [
    key.kid,
    key.state,
    String(key.size),
    minute(key.created_at),
    key.sealed_by ?? '-',
    NOTES[key.state](key),
  ]);
  const elsewhere = keys.filter(({ sealed_by }) => sealed_by !== null && sealed_by !== key_encryption_key);
  return [
    ...columns([['KEY', 'STATE', 'BITS', 'PUBLISHED', 'SEALED BY', ''], ...rows]),
    '',
    `Rotated every ${rotation_days} days${next_rotation_at ? `, next on ${minute(next_rotation_at)}` : ''}.`,
    `KEY_ENCRYPTION_KEY is ${key_encryption_key}.`,
    ...(elsewhere.length > 0 ? ['Not all keys are sealed under it: npm run keys -- reseal'] : []),
  ].join('\n');
}
