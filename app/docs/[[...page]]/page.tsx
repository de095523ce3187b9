import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocsPage } from '@/components/docs/docs-page';
import { docPage } from '@/components/docs/pages';
import { docsReader } from '@/lib/auth/page-session';

type Props = { params: Promise<{ page?: string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = docPage((await params).page);
  return page ? { title: `${page.title} · Docs`, description: page.summary } : { title: 'Not found' };
}

export default async function Page({ params }: Props) {
  const page = docPage((await params).page);
  if (!page) notFound();
  return <DocsPage page={page} reader={await docsReader()} />;
}
