import { TextLink } from '@/components/ui/text-link';
import type { DocsReader } from '@/lib/contract/docs';
import { Bullets, Code, Facts, Part, Text } from './prose';

export function Limits({ reader: { limits } }: { reader: DocsReader }) {
  const rows = [
    ['/v1/auth/token', limits.token, 'client'],
    ['/v1/auth/introspect', limits.introspect, 'calling client or person'],
    ['/v1/auth/revoke', limits.revoke, 'calling client or person'],
    ['/v1/auth/clients/self/secret', limits.self_rotation, 'client'],
  ] as const;
  return (
    <>
      <Part id="figures" title="Calls a minute">
        <Facts
          caption="Limits"
          head={['Address', 'Calls a minute', 'Counted per']}
          rows={rows.map(([path, calls, per]) => ({
            key: path,
            cells: [<Code key={path}>{path}</Code>, calls.toLocaleString('en'), per],
          }))}
        />
        <Bullets>
          <li>
            The minute slides: what counts are the calls of the last 60 seconds, over all instances together.
          </li>
          <li>
            The last call within a limit passes, and the next one is 429 <Code>rate_limited</Code>.
          </li>
          <li>
            Wrong credentials are counted apart, per client ID and network: whoever only knows a client ID
            cannot lock its owner out.
          </li>
        </Bullets>
      </Part>
      <Part id="at-the-limit" title="At the limit">
        <Text>
          Every answer says where you stand, in <Code>RateLimit-Limit</Code>, <Code>RateLimit-Remaining</Code>{' '}
          and <Code>RateLimit-Reset</Code>. A 429 also has <Code>Retry-After</Code>: wait for that many
          seconds, and do not try before.
        </Text>
        <Text>
          Backends that keep their tokens never come near: one token an hour per process is enough.{' '}
          <TextLink href="/docs/libraries#keep">Libraries</TextLink> shows how. If many processes share a
          client, share the token, or make a client for each.
        </Text>
        <Text>
          Calls that were refused for their number are charted on{' '}
          <TextLink href="/overview">the overview</TextLink> and on the client’s page.
        </Text>
      </Part>
    </>
  );
}
