/** The one channel: what comes by it, comes in the order in which it was committed. */
export const CHANGES_CHANNEL = 'gooclaim_auth';

/** What the triggers of the migrations say was changed. */
export type Change =
  | { what: 'client' | 'tenant'; id: string }
  | { what: 'revoked'; jti: string; expiresAt: number }
  /** More than could be named: all of them. */
  | { what: 'clients' | 'revocations' | 'resources' | 'keys' }
  /** Something waits to be delivered. */
  | { what: 'webhooks' };

/** What instances say to each other. `by` is an instance. */
export type Word =
  /** Comes back to whoever said it. `ask` wants to be heard by the others, too. */
  | { what: 'beat' | 'ask'; by: string; number: number }
  | { what: 'heard'; by: string; number: number; whose: string }
  | { what: 'hello' | 'here' | 'bye'; by: string };

/** @returns undefined for what another release says and this one does not know */
export function readMessage(payload: string): Change | Word | undefined {
  const [what = '', first = '', second = '', third = ''] = payload.split(':');
  switch (what) {
    case 'clients':
    case 'revocations':
    case 'resources':
    case 'keys':
    case 'webhooks':
      return { what };
    case 'client':
    case 'tenant':
      return { what, id: payload.slice(what.length + 1) };
    case 'revoked':
      // The jti last and whole: nothing says that it has no colon.
      return {
        what,
        expiresAt: Number(first),
        jti: payload.slice(what.length + first.length + 2),
      };
    case 'beat':
    case 'ask':
      return { what, by: first, number: Number(second) };
    case 'heard':
      return { what, by: first, number: Number(second), whose: third };
    case 'hello':
    case 'here':
    case 'bye':
      return { what, by: first };
    default:
      return undefined;
  }
}

export const wordText = (word: Word): string =>
  [
    word.what,
    word.by,
    ...('number' in word ? [word.number] : []),
    ...('whose' in word ? [word.whose] : []),
  ].join(':');
