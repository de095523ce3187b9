import { Command } from 'cmdk';
import { ScanSearch } from 'lucide-react';
import { Alert } from '@/components/ui/alert';
import { PaletteItem } from './palette-item';

/** What must not be looked for, and where it may be taken to without leaving this page's memory. */
export function CredentialNotice({ said, onDebug }: { said: string; onDebug: () => void }) {
  return (
    <>
      <Alert variant="soon" className="m-1.5">
        {said} It is not searched for.
      </Alert>
      <Command.Group>
        <PaletteItem value="debug" icon={ScanSearch} label="Open the debugger with it" onSelect={onDebug} />
      </Command.Group>
    </>
  );
}
