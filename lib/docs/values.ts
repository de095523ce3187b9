import { type DocsReader, NO_CLIENT } from '../contract/docs';
import { ERROR_PARTS, MANAGEMENT_SCOPE_ROWS, SCOPE_ROWS, WEBHOOK_EVENT_ROWS } from './parts';
import { referenceParts } from './reference';

const YOUR_CLIENT = (clientId: string) =>
  `The samples on these pages name \`${clientId}\`, the newest active client of your tenant. Its secret was shown once, when it was made; if nobody kept it, [rotate it](/clients/${clientId}?tab=secrets).`;

const MAKE_A_CLIENT =
  'Each of your backends is a client: [create one](/clients) in the portal and copy its secret, which is shown once. Then put its ID into the samples of these pages.';

/** A library that insists on https is told so; only on one's own machine is the issuer anything else. */
const INSECURE_OPTION = `
  // Plain http, for your own machine only.
  { execute: [client.allowInsecureRequests] },`;

/** What stands for `{{name}}` in the pages. */
function valuesFor({ issuer, environment, clientId, limits }: DocsReader): Record<string, string> {
  const { token, introspect, revoke, self_rotation, management, mcp } = limits;
  const shown = (calls: number) => calls.toLocaleString('en');
  return {
    issuer,
    environment,
    clientId: clientId ?? NO_CLIENT,
    yourClient: clientId ? YOUR_CLIENT(clientId) : MAKE_A_CLIENT,
    insecureOption: issuer.startsWith('http:') ? INSECURE_OPTION : '',
    tokenLimit: shown(token),
    introspectLimit: shown(introspect),
    revokeLimit: shown(revoke),
    rotationLimit: shown(self_rotation),
    managementLimit: shown(management),
    mcpLimit: shown(mcp),
    errors: ERROR_PARTS,
    ...referenceParts(issuer),
    scopes: SCOPE_ROWS,
    managementScopes: MANAGEMENT_SCOPE_ROWS,
    webhookEvents: WEBHOOK_EVENT_ROWS,
  };
}

/**
 * A page's Markdown with the facts of this installation, and of its reader, in it.
 *
 * @throws Error for a name that nothing stands for
 */
export function filledIn(source: string, reader: DocsReader): string {
  const values = valuesFor(reader);
  const fill = (text: string): string =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new Error(`The documentation has no value “${name}”.`);
      return value;
    });
  // What is made from tables has values of its own in it.
  return fill(fill(source));
}
