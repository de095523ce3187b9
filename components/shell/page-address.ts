export type SearchParams = Record<string, string | string[] | undefined>;

/** The address of a page with its query, to come back to after signing in. */
export function pageAddress(path: string, search: SearchParams): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat()) if (one !== undefined) query.append(name, one);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}
