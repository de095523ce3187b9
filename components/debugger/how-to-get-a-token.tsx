import { ScanSearch } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import { TextLink } from '@/components/ui/text-link';

/** Shown while there is no token to judge. */
export function HowToGetAToken({ issuer, waiting }: { issuer: string; waiting: boolean }) {
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4 sm:p-5">
      <div className="flex items-center gap-2">
        <ScanSearch aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <h2 className="font-semibold text-base">
          {waiting ? 'Paste a token to see what is wrong with it' : 'No token to check yet'}
        </h2>
      </div>
      <p className="text-muted-foreground text-sm">
        You get two verdicts, one from this browser and one from this service, and every check in order: the
        first that fails comes on top, with what to do about it.
      </p>
      <p className="text-sm">
        No token at hand? Take the id of <TextLink href="/clients">one of your clients</TextLink> and ask for
        one:
      </p>
      <CodeBlock label="curl" code={tokenRequest(issuer)} />
    </Card>
  );
}

const tokenRequest = (issuer: string) => `curl -X POST ${issuer}/v1/auth/token \\
  -d grant_type=client_credentials \\
  -d client_id="$GOOCLAIM_CLIENT_ID" \\
  -d client_secret="$GOOCLAIM_CLIENT_SECRET"`;
