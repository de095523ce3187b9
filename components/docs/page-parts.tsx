/** What is on the page, beside it where the window is wide. */
export function PageParts({ parts }: { parts: readonly { title: string; id: string }[] }) {
  if (parts.length < 2) return null;
  return (
    <nav
      aria-label="On this page"
      className="hidden text-sm xl:sticky xl:top-20 xl:block xl:max-h-[calc(100dvh-6rem)] xl:self-start xl:overflow-y-auto"
    >
      <p aria-hidden className="pb-1.5 font-medium text-muted-foreground text-xs">
        On this page
      </p>
      <ul className="flex flex-col gap-1.5 border-l">
        {parts.map(({ title, id }) => (
          <li key={id}>
            <a href={`#${id}`} className="block pl-3 text-muted-foreground hover:text-foreground">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
