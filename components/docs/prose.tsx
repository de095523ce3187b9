import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';

/** A part of a page, with an address of its own. */
export function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <h2 id={id} className="scroll-mt-20 font-semibold text-lg tracking-tight">
        <a href={`#${id}`} className="underline-offset-4 hover:underline">
          {title}
        </a>
      </h2>
      {children}
    </section>
  );
}

export const Text = ({ children }: { children: ReactNode }) => <p className="max-w-prose">{children}</p>;

export const Code = ({ children }: { children: ReactNode }) => (
  <code className="rounded-xs bg-muted px-1 py-0.5 font-mono text-xs [overflow-wrap:anywhere]">
    {children}
  </code>
);

export const Bullets = ({ children }: { children: ReactNode }) => (
  <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5 marker:text-muted-foreground">
    {children}
  </ul>
);

/** Code to copy; `label` names it among the samples of its page. */
export const Sample = ({ label, code }: { label: string; code: string }) => (
  <CodeBlock label={label} code={code} className="max-w-3xl" />
);

/** A table that scrolls in itself where the window is narrow; the first cell of a row names it. */
export function Facts({
  caption,
  head,
  rows,
}: {
  caption: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}) {
  return (
    // A region that scrolls must be reachable with the keyboard.
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling with the arrow keys needs the focus
      tabIndex={0}
      aria-label={caption}
      className="max-w-3xl overflow-x-auto rounded-md border [&>[data-slot=table-container]]:overflow-visible"
    >
      <Table className={head.length > 2 ? 'min-w-[34rem]' : 'table-fixed'}>
        <TableCaption>{caption}</TableCaption>
        <TableHeader>
          <TableRow>
            {head.map((title, place) => (
              <TableHead
                key={title}
                className={place === 0 && head.length === 2 ? 'w-1/2 sm:w-1/3' : undefined}
              >
                {title}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <TableRow key={key}>
              <th scope="row" className="px-3 py-2.5 pl-4 text-left align-top font-medium">
                {name}
              </th>
              {cells.map((cell, place) => (
                <TableCell key={head[place + 1]} className="align-top">
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
