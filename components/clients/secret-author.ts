import type { SecretView } from '@/lib/contract/portal';

/** Whoever made a secret; a client that rotates its own has no other name there. */
export const secretAuthor = ({ created_by }: Pick<SecretView, 'created_by'>): string =>
  created_by === 'self-rotation' ? 'the client itself' : created_by;
