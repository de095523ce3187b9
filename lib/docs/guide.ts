import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frontmatter } from 'fumadocs-core/content/md/frontmatter';
import { findNeighbour } from 'fumadocs-core/page-tree';
import { loader, source } from 'fumadocs-core/source';
import { z } from 'zod';

/** At `/docs` itself; its Markdown has the name. */
const FIRST = 'quick-start';

const FOLDER = join(process.cwd(), 'docs/guide');

const pageSchema = z.object({ title: z.string(), description: z.string() });
const orderSchema = z.object({ pages: z.array(z.string()) });

function read() {
  const order = orderSchema.parse(JSON.parse(readFileSync(join(FOLDER, 'meta.json'), 'utf8')));
  const pages = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const { content, data } = frontmatter(readFileSync(join(FOLDER, name), 'utf8'));
      const slug = name.slice(0, -'.md'.length);
      return {
        type: 'page' as const,
        path: name,
        slugs: slug === FIRST ? [] : [slug],
        data: { ...pageSchema.parse(data), source: content, slug },
      };
    });
  return loader({
    baseUrl: '/docs',
    source: source({ pages, metas: [{ type: 'meta', path: 'meta.json', data: order }] }),
  });
}

type Guide = ReturnType<typeof read>;
export type GuidePage = Guide['$inferPage'];

let known: Guide | undefined;

/** Every page of the documentation, read once; while it is written, anew each time. */
function guide(): Guide {
  if (process.env.NODE_ENV === 'development') return read();
  known ??= read();
  return known;
}

/** In reading order, with the names of the groups between. */
export const guideTree = () => guide().getPageTree().children;

/** In reading order. */
export const guidePages = (): GuidePage[] =>
  guideTree().flatMap((node) => {
    const page = node.type === 'page' ? guide().getNodePage(node) : undefined;
    return page ? [page] : [];
  });

/** The page at the rest of an address below `/docs`; undefined where there is none. */
export const guidePage = (path: readonly string[] = []): GuidePage | undefined => guide().getPage([...path]);

/** The page whose Markdown has this name. */
export const namedPage = (name: string = FIRST): GuidePage | undefined =>
  guidePages().find(({ data }) => data.slug === name);

/** Before and after in reading order. */
export const neighbours = (page: GuidePage) => findNeighbour(guide().getPageTree(), page.url);
