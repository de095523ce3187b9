import type { ReactNode } from 'react';

/** One line of the list: what it is, and what can be done with it. */
export function FactorRow({
  title,
  badge,
  words,
  inset = false,
  children,
}: {
  title: string;
  badge?: ReactNode;
  words: ReactNode;
  /** Belongs to the row above. */
  inset?: boolean;
  children: ReactNode;
}) {
  return (
    <li
      className={`flex flex-wrap items-center gap-x-6 gap-y-3 py-3 pr-4 sm:pr-5 ${inset ? 'pl-8 sm:pl-10' : 'pl-4 sm:pl-5'}`}
    >
      <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-words font-medium">{title}</span>
          {badge}
        </p>
        <p className="break-words text-muted-foreground text-xs">{words}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}
