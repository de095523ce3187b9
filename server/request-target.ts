/**
 * The path and query of a request line, or undefined for one that names no page or endpoint.
 *
 * RFC 9112 §3.2.2 has servers accept the absolute form; its host says nothing here, since no answer depends on a host.
 * A path that starts with two slashes is refused: redirected, it would read as the address of another host. So is a
 * backslash, which is a slash to some that build addresses of it.
 */
export function requestTarget(url: string): string | undefined {
  const target = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1] ?? url;
  if (target === '' || target.startsWith('?')) return `/${target}`;
  return /^\/(?!\/)[^\\?]*(\?|$)/.test(target) ? target : undefined;
}

/** The part before the query. */
export function pathOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? target : target.slice(0, mark);
}
