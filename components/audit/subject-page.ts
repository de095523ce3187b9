const PAGES: [string, (id: string) => string][] = [
  ['client_', (id) => `/clients/${encodeURIComponent(id)}`],
  ['app_', (id) => `/apps/${encodeURIComponent(id)}`],
  ['whk_', (id) => `/webhooks/${encodeURIComponent(id)}`],
  ['usr_', () => '/members'],
  ['inv_', () => '/members'],
  ['sso_', () => '/settings'],
  ['dom_', () => '/settings'],
  ['ten_', () => '/settings'],
];

/** Where more is said of whoever has an id; undefined for those without a page. */
export const subjectPage = (id: string): string | undefined =>
  PAGES.find(([prefix]) => id.startsWith(prefix))?.[1](id);
