/** The longest life a client's tokens may be given, in seconds: a signing key is kept as long after its last token. */
export const LONGEST_TOKEN_LIFE = 86_400;
