const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};
export const decoded = (html: string) => html.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);

/** A sample as a reader copies it, from the page's HTML. */
export function sampleOf(html: string, label: string): string {
  const name = label.replace(/[()]/g, '\\$&');
  const [, code] =
    new RegExp(`aria-label="${name}"[^>]*>\\s*<pre[^>]*><code>([^<]*)</code>`).exec(html) ?? [];
  if (!code) throw new Error(`There is no sample “${label}”.`);
  return decoded(code);
}
