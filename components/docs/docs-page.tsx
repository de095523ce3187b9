import type { Node } from 'fumadocs-core/page-tree';
import { PageHeader } from '@/components/shell/page-header';
import { CopyMarkdown } from './copy-markdown';
import { DocsNav } from './docs-nav';
import { type Beside, DocsSteps } from './docs-steps';
import { MarkdownBody } from './markdown-body';
import { PageParts } from './page-parts';

interface Props {
  title: string;
  description: string;
  /** Its name, under which its Markdown is found too. */
  slug: string;
  url: string;
  /** Its Markdown, filled in for the reader. */
  source: string;
  parts: readonly { title: string; id: string }[];
  tree: readonly Node[];
  beside: Beside;
  clientId: string | null;
}

export function DocsPage({ title, description, slug, url, source, parts, tree, beside, clientId }: Props) {
  return (
    <div className="grid gap-6 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10 xl:grid-cols-[11rem_minmax(0,1fr)_11rem]">
      <DocsNav tree={tree} here={url} />
      <article className="min-w-0">
        <PageHeader
          title={title}
          actions={<CopyMarkdown address={`/docs/${slug}.md`} clientId={clientId} />}
        />
        <p className="-mt-4 mb-6 max-w-prose text-muted-foreground">{description}</p>
        <MarkdownBody source={source} />
        <DocsSteps {...beside} />
      </article>
      <PageParts parts={parts} />
    </div>
  );
}
