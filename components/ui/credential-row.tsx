import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';

export function CredentialRow({
  label,
  value,
  copyLabel,
  emphasis = false,
  onCopied,
}: {
  label: string;
  value: string;
  copyLabel: string;
  emphasis?: boolean;
  onCopied?: () => void;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <span className="font-medium text-sm">{label}</span>
      <div
        className={cn(
          'flex items-center gap-2 rounded-md border py-1 pr-1 pl-3',
          emphasis ? 'border-ring bg-primary-soft' : 'bg-muted',
        )}
      >
        <code className="min-w-0 flex-1 break-all py-1 font-mono text-xs">{value}</code>
        <CopyButton
          value={value}
          label={copyLabel}
          showLabel
          variant={emphasis ? 'default' : 'outline'}
          onCopied={onCopied}
        />
      </div>
    </div>
  );
}
