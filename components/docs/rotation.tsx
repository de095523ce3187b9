import { TextLink } from '@/components/ui/text-link';
import type { DocsReader } from '@/lib/contract/docs';
import { OVERLAPS } from '@/lib/contract/rotation-terms';
import { Bullets, Code, Facts, Part, Sample, Text } from './prose';
import { rotateCurl } from './samples';

const FIELDS = [
  ['client_secret', 'The new secret. Store it before anything else: it is not shown again.'],
  ['secret_id', 'Its ID, which is in cred of every token it gets.'],
  ['client_secret_expires_at', '0: the new secret has no end of its own.'],
  ['previous_secret_expires_at', 'Until when the old one works too, in UNIX seconds.'],
  ['client_id', 'The client, as before.'],
] as const;

export function Rotation({ reader }: { reader: DocsReader }) {
  const overlaps = OVERLAPS.map(({ seconds, label }) => (seconds === 0 ? 'not at all' : label)).join(', ');
  return (
    <>
      <Part id="portal" title="In the portal">
        <Text>
          A client has two live secrets at most. While both work, its machines can move from one to the other
          in any order.
        </Text>
        <ol className="flex max-w-prose list-decimal flex-col gap-1.5 pl-5 marker:text-muted-foreground">
          <li>
            Choose Rotate on <TextLink href="/secrets">the secrets board</TextLink> or on the client’s page,
            and how long the old secret shall go on working: {overlaps}.
          </li>
          <li>Copy the new secret to where your machines read it, and restart them as you usually do.</li>
          <li>
            Watch the switch: for both secrets the page shows, live, when each was last used, from which
            address and by which program.
          </li>
          <li>
            Retire the old one when it has been quiet. The page says from when that is safe; if a machine was
            forgotten, give the old secret more time, or cancel the rotation.
          </li>
        </ol>
        <Text>
          Retired, a secret stops at once, on every instance. The tokens it got can be ended with it.
        </Text>
      </Part>

      <Part id="self" title="By the client itself">
        <Text>
          Where the tenant’s settings allow it, a client replaces its own secret, for instance from a
          scheduled job.
        </Text>
        <Sample label="Rotate its own secret" code={rotateCurl(reader)} />
        <Facts
          caption="Fields of the answer"
          head={['Field', 'Meaning']}
          rows={FIELDS.map(([name, meaning]) => ({
            key: name,
            cells: [<Code key={name}>{name}</Code>, meaning],
          }))}
        />
        <Bullets>
          <li>
            The answer was lost? Ask again with the old secret after a second: a new secret nobody has used is
            ended, and you get another.
          </li>
          <li>While an earlier old secret is still live, the answer is 400.</li>
          <li>
            Where the tenant forbids it, the answer is 403 <Code>forbidden</Code>.
          </li>
        </Bullets>
      </Part>

      <Part id="age" title="How old a secret may become">
        <Text>
          The tenant’s policy says it: 90 days, unless its settings have another age or none. Nothing stops
          working by its age. Owners and admins get mail 14, 7, 1 and 0 days before a secret is due, and the
          board has what is due first on top.
        </Text>
      </Part>

      <Part id="leaked" title="A secret that others have seen">
        <Bullets>
          <li>Rotate it without an overlap: the old one ends at once.</li>
          <li>End the tokens it got, on the client’s page under Secrets.</li>
          <li>
            Look into <TextLink href="/audit">the audit log</TextLink> for tokens it was used for, and from
            where.
          </li>
          <li>
            Someone found a secret and nobody knows whose it is? Paste it into{' '}
            <TextLink href="/debugger">the debugger</TextLink>: if it is of your tenant, it says of which
            client.
          </li>
        </Bullets>
      </Part>
    </>
  );
}
