import { publicDocsReader } from '@/lib/auth/page-session';
import { namedPage } from '@/lib/docs/guide';
import { pageMarkdown } from '@/lib/docs/markdown';
import { publicText } from '../../public-text';

export const dynamic = 'force-dynamic';

/** `/docs/<name>.md`, which `next.config.ts` leads here. 404 where there is no such page. */
export async function GET(_request: Request, { params }: { params: Promise<{ page?: string[] }> }) {
  const page = namedPage((await params).page?.join('/'));
  if (!page) return new Response('There is no such page. All pages: /llms.txt\n', { status: 404 });
  return publicText(pageMarkdown(page, publicDocsReader()), 'text/markdown');
}
