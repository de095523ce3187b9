import type { z } from 'zod';
import type { revokeSigningKeySchema, rotateSigningKeySchema, SigningKeysView } from '../contract/portal';
import { may } from '../contract/roles';
import { isOperator } from '../store/signing-keys';
import { revokeKey, rotateKeys } from './key-changes';
import type { Author, SigningKeyServices } from './key-services';
import { viewKeys } from './key-view';
import { changeEvent, type Principal, permit } from './principal';
import { Refusal } from './refusal';

type Shown = Omit<SigningKeysView, 'now'>;

interface Emergency extends SigningKeyServices {
  /** Does what is due now. Never rejects: what could not be done is tried again within a minute. */
  keepKeys(): Promise<void>;
}

/** How long a person waits for the new next key, in milliseconds: a large one on a busy machine takes longer. */
const PATIENCE_MS = 2_000;

const publishNext = ({ keepKeys }: Emergency) =>
  Promise.race([keepKeys(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);

/** The keys as every tenant may see them: what is published of them anyway, and when they change. */
export async function showSigningKeys(principal: Principal, services: SigningKeyServices): Promise<Shown> {
  permit(principal, 'signing-key:read');
  return {
    ...(await viewKeys(services)),
    may_manage:
      may(principal.role, 'signing-key:manage') && (await isOperator(services.db, principal.tenantId)),
  };
}

/** @throws Refusal 403; 409 when the next key is too young */
export async function rotateSigningKey(
  principal: Principal,
  wanted: z.output<typeof rotateSigningKeySchema>,
  services: SigningKeyServices,
): Promise<Shown> {
  await permitManaging(principal, services);
  await rotateKeys(services, authorOf(principal), { atOnce: wanted.at_once });
  return showSigningKeys(principal, services);
}

/** @throws Refusal 403, 404 */
export async function revokeSigningKey(
  principal: Principal,
  kid: string,
  { reason }: z.output<typeof revokeSigningKeySchema>,
  services: Emergency,
): Promise<Shown> {
  await permitManaging(principal, services);
  await revokeKey(services, authorOf(principal), kid, reason);
  await publishNext(services);
  return showSigningKeys(principal, services);
}

/** The keys are everybody's: an admin of any one tenant could otherwise end the tokens of all. @throws Refusal 403 */
async function permitManaging(principal: Principal, { db }: SigningKeyServices): Promise<void> {
  permit(principal, 'signing-key:manage');
  if (!(await isOperator(db, principal.tenantId)))
    throw new Refusal(
      403,
      'forbidden',
      'Signing keys are shared by all tenants: only the tenant that runs this installation manages them.',
    );
}

const authorOf =
  (principal: Principal): Author =>
  (...event) =>
    changeEvent(principal, ...event);
