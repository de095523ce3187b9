/**
 * For a field that may hold a credential. Completion, spelling services, translators and password managers are told to
 * keep away, since some of them keep what they read or send it to their makers.
 */
export const UNKEPT = {
  autoComplete: 'off',
  autoCorrect: 'off',
  autoCapitalize: 'off',
  spellCheck: false,
  translate: 'no',
  'data-gramm': 'false',
  'data-1p-ignore': true,
  'data-lpignore': 'true',
  'data-bwignore': true,
} as const;
