/**
 * Where every process, whoever runs it, finds the same things. Not `TMPDIR`: it differs between shells, and may be a
 * folder that PostgreSQL's user cannot reach.
 */
export const SHARED_TMP = '/tmp';
