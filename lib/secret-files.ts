/** Settings that a file may hold: `NAME_FILE` names it. So a secret is in no environment, which child processes inherit. */
const FROM_FILES = [
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_CA',
  'KEY_ENCRYPTION_KEY',
  'KEY_ENCRYPTION_KEY_ALSO',
  'SECRET_PEPPER',
  'NEXTAUTH_SECRET',
  'SMTP_URL',
  'LEAK_REPORT_KEYS',
  'METRICS_TOKEN',
];

type Variables = Record<string, string | undefined>;

/**
 * The variables with what the files hold, blanks at both ends cut off.
 *
 * @param readFile throws when it cannot
 * @returns beside them what is wrong, by the setting it is about; never a file's content
 */
export function withSecretFiles(
  variables: Variables,
  readFile: (path: string) => string,
): { filled: Variables; faults: Map<string, string> } {
  const filled = { ...variables };
  const faults = new Map<string, string>();
  for (const name of FROM_FILES) {
    const path = variables[`${name}_FILE`];
    if (path === undefined) continue;
    if (variables[name] !== undefined) {
      faults.set(name, `${name} and ${name}_FILE are both set: keep one`);
      continue;
    }
    try {
      filled[name] = readFile(path).trim();
    } catch (cause) {
      const { code = 'unreadable' } = cause as { code?: string };
      faults.set(name, `${name}_FILE names a file that cannot be read (${code})`);
      continue;
    }
    if (filled[name] === '') faults.set(name, `${name}_FILE names an empty file`);
  }
  return { filled, faults };
}
