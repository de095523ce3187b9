import { mayBeCredential } from '@/lib/contract/client-list-terms';
import { recognise } from '@/lib/token/recognise';

/** What somebody typed or pasted into the palette. */
export type Reading =
  /** To look for. */
  | { kind: 'words'; words: string[]; search: string }
  | { kind: 'request'; id: string }
  /** A token, a secret, or what may be one: it is not looked for, so it leaves the page for nowhere. */
  | { kind: 'credential'; said: string; debuggable: boolean };

/** No name and no id has such a word; a key, a code or a piece of a token may. */
const LONGEST_WORD = 40;
const REQUEST_ID = /^req_[A-Za-z0-9_-]{4,60}$/;

export function readPalette(text: string): Reading {
  const trimmed = text.trim();
  if (REQUEST_ID.test(trimmed)) return { kind: 'request', id: trimmed };
  const found = recognise(text);
  if (found.kind === 'client_secret') return { kind: 'credential', said: found.said, debuggable: true };
  if (found.kind !== 'opaque' && found.kind !== 'empty' && found.kind !== 'too_long')
    return { kind: 'credential', said: found.said, debuggable: true };
  const words = trimmed.split(/\s+/).filter(Boolean);
  // The start of a secret or a token is sent no more than the whole, which somebody may type by hand.
  if (words.some((word) => (word.length > LONGEST_WORD && !word.includes('@')) || mayBeCredential(word)))
    return {
      kind: 'credential',
      said: 'This may be a secret or a piece of a token. It was not sent anywhere.',
      debuggable: true,
    };
  return {
    kind: 'words',
    words: words.map((word) => word.toLowerCase()),
    search: words.join(' ').slice(0, 200),
  };
}

export const holds = (words: readonly string[], ...texts: string[]): boolean => {
  const searched = texts.join('\n').toLowerCase();
  return words.every((word) => searched.includes(word));
};
