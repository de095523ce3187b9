import type { SigningKeyView } from '@/lib/contract/portal';

type State = SigningKeyView['state'];

/** In the order of a key's life, the one that signs first. */
export const KEY_STATES: { state: State; title: string; meaning: string; none?: string }[] = [
  {
    state: 'active',
    title: 'Signing',
    meaning: 'Signs every new token.',
    none: 'No key signs: no token can be issued until one does.',
  },
  {
    state: 'next',
    title: 'Next',
    meaning: 'Published ahead, so that every API knows it before the first token it signs.',
    none: 'None is published yet; the service makes one within a minute.',
  },
  {
    state: 'retiring',
    title: 'Retiring',
    meaning: 'Signs no more. It stays published until the last token it signed has expired.',
  },
  {
    state: 'retired',
    title: 'Retired',
    meaning: 'Gone from the key set. A token that names one of these is refused.',
  },
];
