import * as z from 'zod';
import type { Role } from '@/lib/contract/roles';
import { type SsoConnectionView, saveSsoSchema } from '@/lib/contract/sso';

export interface SsoFormValues {
  issuer: string;
  client_id: string;
  /** Empty: the one that is stored. */
  client_secret: string;
  /** With spaces between, as everywhere else. */
  scopes: string;
  role_claim: string;
  role_mapping: { value: string; role: Role }[];
  default_role: Role | 'refuse';
  jit: boolean;
  enabled: boolean;
  enforced: boolean;
}

const EMPTY: SsoFormValues = {
  issuer: '',
  client_id: '',
  client_secret: '',
  scopes: 'openid email profile',
  role_claim: '',
  role_mapping: [],
  default_role: 'viewer',
  jit: true,
  enabled: false,
  enforced: false,
};

/** The secret is never sent here, so it is never shown. */
export function savedValues(connection: SsoConnectionView | null): SsoFormValues {
  if (!connection) return EMPTY;
  const { issuer, client_id, scopes, role_claim, role_mapping, default_role, jit, enabled, enforced } =
    connection;
  return {
    issuer,
    client_id,
    client_secret: '',
    scopes: scopes.join(' '),
    role_claim: role_claim ?? '',
    role_mapping,
    default_role: default_role ?? 'refuse',
    jit,
    enabled,
    enforced,
  };
}

/** What is typed, as the contract has it, and its refusals. */
export const ssoFormSchema = z
  .custom<SsoFormValues>()
  .transform(({ client_secret, scopes, role_claim, default_role, ...values }) => ({
    ...values,
    ...(client_secret === '' ? {} : { client_secret }),
    scopes: scopes.split(/\s+/).filter(Boolean),
    role_claim: role_claim.trim() === '' ? null : role_claim,
    default_role: default_role === 'refuse' ? null : default_role,
  }))
  .pipe(saveSsoSchema);

/** The first sentence among a field's errors, however deep: a list has them at its members. */
export function firstMessage(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { message } = error as { message?: unknown };
  if (typeof message === 'string' && message) return message;
  for (const [name, inner] of Object.entries(error)) {
    const found = name === 'ref' ? undefined : firstMessage(inner);
    if (found) return found;
  }
  return undefined;
}
