import { cn } from './cn';
import { CopyButton } from './copy-button';

export type CodeBlockProps = {
  code: string;
  /** Names the block and its copy button: "curl" gives "Copy curl". */
  label: string;
  /** Shown instead of `code`, for instance with a secret masked; the copy is always `code`. */
  shown?: string;
  wrap?: boolean;
  copyable?: boolean;
  onCopied?: () => void;
  className?: string;
};

export function CodeBlock({
  code,
  label,
  shown = code,
  wrap = false,
  copyable = true,
  onCopied,
  className,
}: CodeBlockProps) {
  return (
    <figure data-slot="code-block" className={cn('min-w-0 rounded-md border bg-muted', className)}>
      <figcaption className="flex h-9 items-center justify-between gap-2 border-b pr-1 pl-3 text-muted-foreground text-xs">
        {label}
        {copyable ? <CopyButton value={code} label={`Copy ${label}`} onCopied={onCopied} /> : null}
      </figcaption>
      {/* A region that scrolls must be reachable with the keyboard. */}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling with the arrow keys needs the focus
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto px-3 py-2.5 focus-visible:outline-offset-[-2px]"
      >
        <pre
          className={cn(
            'font-mono text-xs leading-5',
            wrap ? 'whitespace-pre-wrap break-all' : 'whitespace-pre',
          )}
        >
          <code>{shown}</code>
        </pre>
      </section>
    </figure>
  );
}
