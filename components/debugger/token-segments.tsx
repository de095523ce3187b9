import { cn } from '@/components/ui/cn';

/** Colours alone tell nothing to some readers: the names and the full stops say the same. */
const SIGNED = [
  { name: 'Header', text: 'text-segment-header', mark: 'bg-segment-header' },
  { name: 'Payload', text: 'text-segment-payload', mark: 'bg-segment-payload' },
  { name: 'Signature', text: 'text-segment-signature', mark: 'bg-segment-signature' },
];
/** RFC 7516 §3.1 */
const ENCRYPTED = [
  { name: 'Header', text: 'text-segment-header', mark: 'bg-segment-header' },
  { name: 'Encrypted key', text: 'text-segment-payload', mark: 'bg-segment-payload' },
  { name: 'Initialisation vector', text: 'text-segment-signature', mark: 'bg-segment-signature' },
  { name: 'Ciphertext', text: 'text-segment-payload', mark: 'bg-segment-payload' },
  { name: 'Authentication tag', text: 'text-segment-signature', mark: 'bg-segment-signature' },
];

export function TokenSegments({ token, label }: { token: string; label: string }) {
  const segments = token.split('.');
  const parts = (segments.length === 5 ? ENCRYPTED : SIGNED).map((part, index) => ({
    ...part,
    segment: segments[index] ?? '',
  }));
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {parts.map(({ name, mark, segment }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={cn('size-2 rounded-full', segment ? mark : 'border border-input')} />
            {name}
            <span className="text-muted-foreground">
              {segment ? `${segment.length.toLocaleString('en')} characters` : 'missing'}
            </span>
          </li>
        ))}
      </ul>
      {/* A region that scrolls must be reachable with the keyboard. */}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling with the arrow keys needs the focus
        tabIndex={0}
        aria-label={`${label}, by segment`}
        translate="no"
        className="max-h-44 overflow-y-auto rounded-md border bg-muted px-3 py-2.5 font-mono text-xs leading-5"
      >
        <p className="break-all">
          {parts.map(({ name, text, segment }, index) => (
            <span key={name}>
              {index > 0 && index < segments.length ? <b className="font-bold text-foreground">.</b> : null}
              <span className={text}>{segment}</span>
            </span>
          ))}
        </p>
      </section>
    </div>
  );
}
