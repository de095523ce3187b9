import type { Machine } from '../../admin/machine';
import type { Principal } from '../../admin/principal';

/** Who uses the MCP server, found good just now. */
export interface McpCaller {
  actor: Machine | Principal;
  /** Of the token, as far as its client or person still has them. */
  scopes: readonly string[];
  /** Of the token. */
  jti: string;
  /** The client, or the app that a person came by. */
  clientId: string;
}

/** A person through one app is another caller than through the next one. */
export const nameOf = ({ actor, clientId }: McpCaller): string =>
  'clientId' in actor ? actor.clientId : `${actor.userId} ${clientId}`;
