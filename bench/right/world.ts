import type { Portal } from '../../e2e/harness/portal';
import {
  type Asked,
  aliveFrom,
  aliveUntil,
  all,
  type Change,
  mayBeAfter,
  mayBeBefore,
  switched,
  type Verdicts,
} from './truth';

export interface Secret {
  id: string;
  value: string;
  made: Change;
  retired: Change[];
}

export interface Client {
  id: string;
  secrets: Secret[];
  disabled: Change[];
  enabled: Change[];
}

/** A token, with all that may end it. */
export interface Token {
  text: string;
  client: Client;
  secret: Secret;
  /** When its request was sent and answered. */
  issued: Asked;
  revoked: Change[];
}

/** Whether a token may be had, and whether it may be refused. */
export const mayIssue = ({ disabled, enabled }: Client, { made, retired }: Secret, asked: Asked): Verdicts =>
  all(switched(disabled, enabled, asked), aliveUntil(retired, asked), aliveFrom(made, asked));

/**
 * Whether a token may be good. A client that was disabled has ended it, though it be enabled again; a secret that was
 * retired has not, since tokens live out their time.
 */
export function mayBeActive({ client, issued, revoked }: Token, asked: Asked): Verdicts {
  const since = client.disabled.filter((change) => change.asked >= issued.received);
  return all(aliveUntil([...revoked, ...since], asked), switched(client.disabled, client.enabled, asked));
}

/** Issued while its client was being disabled, it may be among those that ended or not: nothing can be said of it. */
export const isClear = ({ client, issued }: Token): boolean =>
  client.disabled.every((change) => !mayBeBefore(change, issued) || !mayBeAfter(change, issued));

/** What had happened to it by then, for whoever looks into a wrong answer. */
export function historyOf({ client, secret, issued, revoked }: Token, { sent }: Asked): string {
  const since = (time: number) => `${Math.round(sent - time)} ms`;
  const words = (kind: string, changes: readonly Change[]) =>
    changes.map(({ asked, acknowledged }) => `${kind} ${since(asked)} before, done ${since(acknowledged)}`);
  return [
    `issued ${since(issued.sent)} before`,
    ...words('revoked', revoked),
    ...words('its secret retired', secret.retired),
    ...words('its client disabled', client.disabled.slice(-2)),
    ...words('its client enabled', client.enabled.slice(-2)),
  ].join('; ');
}

/** A client of the portal's, as the oracle keeps it. */
export async function makeClient(portal: Portal, number: number): Promise<Client> {
  const asked = performance.now();
  const { client_id, client_secret } = await portal.createClient(`Under load ${number}`);
  const [{ id }] = (await portal.get(`/clients/${client_id}`)).json.client.secrets;
  const made = { asked, acknowledged: performance.now() };
  return {
    id: client_id,
    secrets: [{ id, value: client_secret, made, retired: [] }],
    disabled: [],
    enabled: [],
  };
}
