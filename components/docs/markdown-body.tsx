import { createMarkdownRenderer } from 'fumadocs-core/content/md';
import { remarkGfm } from 'fumadocs-core/mdx-plugins/remark-gfm';
import { remarkHeading } from 'fumadocs-core/mdx-plugins/remark-heading';
import { LRUCache } from 'lru-cache';
import type { ComponentProps, ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { CodeTabs } from './code-tabs';
import { docsMarkdown } from './markdown-plugin';
import { TryIt } from './try-it';

const { MarkdownServer } = createMarkdownRenderer({
  remarkPlugins: [remarkGfm, remarkHeading, docsMarkdown],
});

type Text = { children?: ReactNode };

const HEADING = 'group scroll-mt-20 font-semibold tracking-tight';

/** A heading with its address. */
const AddressLink = ({ id, children }: Text & { id?: string }) => (
  <a href={`#${id}`} className="underline-offset-4 hover:underline">
    {children}
  </a>
);

/** Pages of this service; elsewhere in the same way. Markdown at its own address is no page of Next. */
const DocsLink = ({ href = '', children }: Text & { href?: string }) =>
  href.startsWith('/') && !/\.(md|txt)$/.test(href) ? (
    <TextLink href={href}>{children}</TextLink>
  ) : (
    <a href={href} className="font-medium text-link underline-offset-4 hover:underline" rel="noreferrer">
      {children}
    </a>
  );

/** A region that scrolls must be reachable with the keyboard. */
const DocsTable = ({ label, children }: Text & { label?: string }) => (
  <section
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling with the arrow keys needs the focus
    tabIndex={0}
    aria-label={label}
    className="max-w-3xl overflow-x-auto rounded-md border [&>[data-slot=table-container]]:overflow-visible"
  >
    <Table className="min-w-[30rem]">{children}</Table>
  </section>
);

const Heading = ({ scope, children }: ComponentProps<'th'>) =>
  scope === 'row' ? (
    <th scope="row" className="min-w-32 px-3 py-2.5 pl-4 text-left align-top font-medium">
      {children}
    </th>
  ) : (
    <TableHead>{children}</TableHead>
  );

const COMPONENTS = {
  h2: ({ id, children }: ComponentProps<'h2'>) => (
    <h2 id={id} className={`${HEADING} mt-6 text-lg first:mt-0`}>
      <AddressLink id={id}>{children}</AddressLink>
    </h2>
  ),
  h3: ({ id, children }: ComponentProps<'h3'>) => (
    <h3 id={id} className={`${HEADING} mt-3 text-base`}>
      <AddressLink id={id}>{children}</AddressLink>
    </h3>
  ),
  p: ({ children }: Text) => <p className="max-w-prose">{children}</p>,
  a: DocsLink,
  code: ({ children }: Text) => (
    <code className="rounded-xs bg-muted px-1 py-0.5 font-mono text-xs [overflow-wrap:anywhere]">
      {children}
    </code>
  ),
  ul: ({ children }: Text) => (
    <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5 marker:text-muted-foreground">
      {children}
    </ul>
  ),
  ol: ({ children }: Text) => (
    <ol className="flex max-w-prose list-decimal flex-col gap-1.5 pl-5 marker:text-muted-foreground">
      {children}
    </ol>
  ),
  li: ({ children }: Text) => <li className="[&>*+*]:mt-2">{children}</li>,
  blockquote: ({ children }: Text) => (
    <blockquote className="flex max-w-prose flex-col gap-2 rounded-md border-soon-mark border-l-4 bg-soon-soft px-4 py-3">
      {children}
    </blockquote>
  ),
  table: DocsTable,
  thead: ({ children }: Text) => <TableHeader>{children}</TableHeader>,
  tbody: ({ children }: Text) => <TableBody>{children}</TableBody>,
  tr: ({ children }: Text) => <TableRow>{children}</TableRow>,
  th: Heading,
  td: ({ children }: Text) => <TableCell className="min-w-40 align-top">{children}</TableCell>,
  sample: ({ label, code }: { label: string; code: string }) => (
    <CodeBlock label={label} code={code} className="max-w-3xl" />
  ),
  'sample-tabs': ({ samples }: { samples: string }) => <CodeTabs samples={JSON.parse(samples)} />,
  'try-it': ({ operation }: { operation: string }) => <TryIt operation={JSON.parse(operation)} />,
};

/** By their text, which has the reader's client in it: drawing a page takes thirty times what sending it does. */
const drawn = new LRUCache<string, Promise<ReactNode>>({ max: 64 });

async function drawnOnce(source: string): Promise<ReactNode> {
  const known = drawn.get(source);
  if (known) return known;
  const drawing = MarkdownServer({ components: COMPONENTS, children: source }) as Promise<ReactNode>;
  drawn.set(source, drawing);
  // A failure is not kept.
  drawing.catch(() => drawn.delete(source));
  return drawing;
}

/** A page's text. Markup in it is left out: Markdown is all there is. */
export async function MarkdownBody({ source }: { source: string }) {
  return <div className="flex flex-col gap-4">{await drawnOnce(source)}</div>;
}
