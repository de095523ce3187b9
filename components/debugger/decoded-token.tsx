import { Card } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { timeOf } from './claim-meanings';
import { ClaimsTable } from './claims-table';
import { CopyAsDialog } from './copy-as-dialog';
import { ExpiryLine } from './expiry-line';
import type { TokenParts } from './read-parts';
import { ShareDialog } from './share-dialog';
import { shownJson } from './shown-json';

export function DecodedToken({
  parts,
  token,
  issuer,
}: {
  parts: TokenParts;
  token: string | undefined;
  issuer: string;
}) {
  const { header, payload } = parts;
  const end = timeOf('exp', payload.exp);
  return (
    <Card className="min-w-0 lg:col-start-1 lg:row-start-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 pt-4 sm:px-5">
        <h2 className="font-semibold text-base">Decoded</h2>
        {end === undefined ? null : <ExpiryLine end={end} />}
      </div>
      <Tabs defaultValue="claims" className="mt-1">
        <TabsList className="px-2 sm:px-3">
          <TabsTrigger value="claims">Claims</TabsTrigger>
          <TabsTrigger value="json">JSON</TabsTrigger>
        </TabsList>
        <TabsContent value="claims" className="pt-0">
          {header ? <ClaimsTable caption="Header" tone="text-segment-header" members={header} /> : null}
          <ClaimsTable caption="Payload" tone="text-segment-payload" members={payload} />
        </TabsContent>
        <TabsContent value="json" className="flex flex-col gap-3 px-4 pt-4 pb-4 sm:px-5">
          {header ? (
            <CodeBlock
              label="Header"
              code={shownJson(header)}
              wrap
              className="[&_code]:text-segment-header"
            />
          ) : null}
          <CodeBlock
            label="Payload"
            code={shownJson(payload)}
            wrap
            className="[&_code]:text-segment-payload"
          />
        </TabsContent>
      </Tabs>
      {header ? (
        <div className="flex flex-wrap gap-2 border-t px-4 py-3 sm:px-5">
          <ShareDialog parts={parts} />
          <CopyAsDialog parts={parts} token={token} issuer={issuer} />
        </div>
      ) : null}
      {token === undefined ? null : (
        <p className="border-t px-4 py-3 text-muted-foreground text-xs sm:px-5">
          Decoded, not verified: anyone can write these claims. What they are worth is in the verdicts.
        </p>
      )}
    </Card>
  );
}
