import type { ReactNode } from 'react';

/** A table of a document: its head comes again on each printed page, and no row is cut in two. */
export function PaperTable({
  caption,
  head,
  empty,
  children,
}: {
  caption: string;
  head: string[];
  /** Said in place of the rows when there are none. */
  empty: string | undefined;
  children: ReactNode;
}) {
  if (empty) return <p className="text-muted-foreground">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section aria-label={caption} tabIndex={0} className="overflow-x-auto print:overflow-visible">
      <table className="w-full min-w-[56rem] border-collapse text-left text-xs print:min-w-0 print:text-[7.5pt] [&_td]:border-b [&_td]:px-2 [&_td]:py-1.5 [&_td]:align-top [&_th]:border-b-2 [&_th]:px-2 [&_th]:py-1.5 [&_th]:font-medium [&_tr>*:first-child]:pl-0 [&_tr]:break-inside-avoid">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A name of any length, broken rather than cut: paper has no tooltip. */
export const Name = ({ children }: { children: ReactNode }) => (
  <span className="block min-w-24 max-w-56 break-words font-medium">{children}</span>
);
