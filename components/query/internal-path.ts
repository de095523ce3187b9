/**
 * An address inside the portal, or `fallback`. Anything else in `callbackUrl` would make the sign-in page send people
 * to a site of an attacker's choice; browsers read `//host`, `/\host` and a tab or line break inside as another site.
 */
export function internalPath(value: string | string[] | null | undefined, fallback: string): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return fallback;
  if (/^\/[/\\]/.test(value) || /[\p{Cc}\\]/u.test(value)) return fallback;
  return value;
}
