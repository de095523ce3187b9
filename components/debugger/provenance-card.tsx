import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { exactTime } from '@/components/ui/exact-time';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextLink } from '@/components/ui/text-link';
import type { DebugVerdict } from '@/lib/contract/portal';
import { visible } from './shown-json';

/** A stranger's token, a forged one and one never issued get the same single sentence. */
export function ProvenanceCard({
  verdict: { client, secret, user, app, issued },
}: {
  verdict: DebugVerdict;
}) {
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4 sm:p-5">
      <h2 className="font-semibold text-base">Where it came from</h2>
      {client || secret || user || issued ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2 text-sm">
          {client ? (
            <Fact name="Client">
              <TextLink href={`/clients/${encodeURIComponent(client.client_id)}`} className="break-words">
                {client.name}
              </TextLink>
              <Copyable value={client.client_id} label="Copy client ID" className="flex" />
            </Fact>
          ) : null}
          {user ? (
            <Fact name="Person">
              <TextLink href="/members" className="break-all">
                {user.email}
              </TextLink>
              <span className="block text-muted-foreground text-xs">
                This token dies with the session it was issued in.
              </span>
              <Copyable value={user.id} label="Copy person ID" className="flex" />
            </Fact>
          ) : null}
          {app ? (
            <Fact name="App">
              <TextLink href={`/apps/${encodeURIComponent(app.id)}`} className="break-words">
                {app.name}
              </TextLink>
              <Copyable value={app.id} label="Copy app ID" className="flex" />
            </Fact>
          ) : null}
          {secret ? (
            <Fact name="Secret">
              <span className="font-mono text-xs">…{secret.hint}</span>
              <Copyable value={secret.id} label="Copy secret ID" className="flex" />
            </Fact>
          ) : null}
          {issued ? (
            <>
              <Fact name="Issued">
                {exactTime(issued.at)}
                <RelativeTime value={issued.at} className="block text-muted-foreground text-xs" />
              </Fact>
              <Fact name="From">
                <span className="font-mono text-xs">{issued.address}</span>
                <bdi className="block break-all text-muted-foreground text-xs">
                  {visible(issued.user_agent)}
                </bdi>
              </Fact>
              <Fact name="Request ID">
                <Copyable value={issued.request_id} label="Copy request ID" />
              </Fact>
            </>
          ) : null}
        </dl>
      ) : (
        <p className="text-muted-foreground text-sm">
          Your tenant has no record of this token. It may be another’s, or never have been issued.
        </p>
      )}
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
