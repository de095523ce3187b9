import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocsPage } from '@/components/docs/docs-page';
import { docsReader } from '@/lib/auth/page-session';
import { guidePage, guideTree, neighbours } from '@/lib/docs/guide';
import { pageSource, partsOf } from '@/lib/docs/markdown';

type Props = { params: Promise<{ page?: string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = guidePage((await params).page);
  if (!page) return { title: 'Not found' };
  const { title, description, slug } = page.data;
  return {
    title: `${title} · Docs`,
    description,
    alternates: { types: { 'text/markdown': `/docs/${slug}.md` } },
  };
}

export default async function Page({ params }: Props) {
  const page = guidePage((await params).page);
  if (!page) notFound();
  const reader = await docsReader();
  const source = pageSource(page, reader);
  return (
    <DocsPage
      {...page.data}
      url={page.url}
      source={source}
      parts={partsOf(page, source)}
      tree={guideTree()}
      beside={neighbours(page)}
      clientId={reader.clientId}
    />
  );
}
