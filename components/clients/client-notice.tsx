'use client';

import { useTenant } from '@/components/query/tenant';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { exactTime } from '@/components/ui/exact-time';
import { useNow } from '@/components/ui/use-now';
import type { ClientView } from '@/lib/contract/portal';
import { MAX_AGE_DAYS } from '@/lib/contract/secret-age';
import { hasKeys } from './authentication';
import { exposureWords } from './exposure-words';
import { currentSecret, exposedSecret, oldSecret, secretAge } from './secret-age';
import { useClientTab } from './use-client-tab';

/** What somebody should do about this client first; nothing when there is nothing. */
export function ClientNotice({ client }: { client: ClientView }) {
  const now = useNow();
  const tenant = useTenant();
  const [, setTab] = useClientTab();
  const notice = now === null ? null : pressing(client, now, tenant.data?.tenant.secrets_allowed ?? true);
  if (!notice) return null;
  return (
    <Alert variant={notice.variant} role="status">
      {notice.sentence}{' '}
      {notice.toSecrets ? (
        <Button
          variant="link"
          className="text-current underline"
          onClick={() => {
            setTab('secrets');
          }}
        >
          Go to secrets and keys
        </Button>
      ) : null}
    </Alert>
  );
}

type Notice = { variant: 'info' | 'soon' | 'destructive'; sentence: string; toSecrets: boolean };

function pressing(client: ClientView, now: number, secretsAllowed: boolean): Notice | null {
  if (client.status === 'disabled') {
    return {
      variant: 'info',
      sentence: 'This client is disabled: it gets no tokens, and those it had are refused.',
      toSecrets: false,
    };
  }
  const current = secretsAllowed ? currentSecret(client) : undefined;
  if (!current && hasKeys(client)) return null;
  if (!current) {
    return {
      variant: 'destructive',
      sentence: secretsAllowed
        ? 'This client has neither a live secret nor a key: it gets no tokens.'
        : 'Your tenant allows no shared secrets and this client has no key: it gets no tokens.',
      toSecrets: true,
    };
  }
  const exposed = exposedSecret(client);
  if (exposed) {
    return {
      variant: 'destructive',
      sentence: `The secret ending in ${exposed.hint} ${exposureWords(exposed)}. Rotate it now.`,
      toSecrets: true,
    };
  }
  const old = oldSecret(client);
  if (old) {
    const end = old.expires_at ? ` The old one ends ${exactTime(old.expires_at)}.` : '';
    return { variant: 'info', sentence: `A rotation is under way.${end}`, toSecrets: true };
  }
  const { days, state } = secretAge(current, now);
  if (state === 'overdue') {
    return {
      variant: 'destructive',
      sentence: `The secret is ${days} days old; the policy is ${MAX_AGE_DAYS}.`,
      toSecrets: true,
    };
  }
  if (state === 'soon') {
    return {
      variant: 'soon',
      sentence: `The secret is due for rotation in ${MAX_AGE_DAYS - days} days.`,
      toSecrets: true,
    };
  }
  return null;
}
