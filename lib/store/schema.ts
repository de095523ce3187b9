import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { AuditAction } from '../contract/audit-actions';
import type { Role as UserRole } from '../contract/roles';
import { DEFAULT_MAX_AGE_DAYS } from '../contract/secret-policy';
import type { SsoTest } from '../contract/sso';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const tenants = pgTable('tenants', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  status: text('status', { enum: ['active', 'suspended'] })
    .notNull()
    .default('active'),
  createdAt: instant('created_at').notNull(),
  /** Tokens issued before this are ended; likewise on people, clients and secrets. */
  tokensNotBefore: instant('tokens_not_before'),
  /** Whether its admins run this installation: signing keys are everybody's, so not any tenant may rotate them. */
  operator: boolean('operator').notNull().default(false),
  /** False: "no shared secrets"; clients authenticate by private_key_jwt only. */
  secretsAllowed: boolean('secrets_allowed').notNull().default(true),
  /** Whether a client may rotate its own secret. */
  selfRotation: boolean('self_rotation').notNull().default(true),
  /** How long the old secret lives on when a client rotates its own. */
  secretOverlapSeconds: integer('secret_overlap_seconds').notNull().default(86_400),
  /** Days after which a secret is to be replaced; null: the tenant sets none. No secret ends by its age. */
  secretMaxAgeDays: integer('secret_max_age_days').default(DEFAULT_MAX_AGE_DAYS),
  /** The overlap that the portal offers first. */
  rotationOverlapSeconds: integer('rotation_overlap_seconds').notNull().default(86_400),
  /** What a report of a leaked secret does, beside flagging it. */
  leakedSecretAction: text('leaked_secret_action', { enum: ['flag', 'retire'] })
    .notNull()
    .default('flag'),
  /** Whether people who sign in with a password must prove a second factor. */
  secondFactorRequired: boolean('second_factor_required').notNull().default(false),
});

/** Audiences beside `gooclaim-api` that a tenant's tokens may name (RFC 8707). One owner each, or a stranger's tenant could mint for it. */
export const resources = pgTable(
  'resources',
  {
    /** An absolute URI without a fragment. */
    identifier: text('identifier').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('resources_tenant_id_idx').on(table.tenantId)],
);

export const users = pgTable(
  'users',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    /** Lower case; one account an address over all tenants. */
    email: text('email').notNull(),
    /** argon2id, PHC string; null for a person who signs in elsewhere or with a passkey only. */
    passwordHash: text('password_hash'),
    mustChangePassword: boolean('must_change_password').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'developer', 'viewer'] }).notNull(),
    status: text('status', { enum: ['active', 'disabled'] })
      .notNull()
      .default('active'),
    createdAt: instant('created_at').notNull(),
    tokensNotBefore: instant('tokens_not_before'),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.email),
    index('users_tenant_id_idx').on(table.tenantId),
  ],
);

/** An offer to join a tenant. The person exists only once it is accepted. */
export const invitations = pgTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    /** Lower case. */
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'developer', 'viewer'] }).notNull(),
    /** SHA-256 of what the link carries: a copy of this table lets nobody in. */
    digest: bytes('digest').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('invitations_digest_key').on(table.digest),
    index('invitations_tenant_id_idx').on(table.tenantId),
  ],
);

/** A way to a new password for someone who reads the person's mail. */
export const passwordResets = pgTable(
  'password_resets',
  {
    /** As of invitations. */
    digest: bytes('digest').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('password_resets_user_id_idx').on(table.userId),
    index('password_resets_expires_at_idx').on(table.expiresAt),
  ],
);

/** A web app that signs people in here: a public client (RFC 6749 §2.1), so it has no secret. */
export const apps = pgTable(
  'apps',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    name: text('name').notNull(),
    /** Compared character by character (RFC 9700 §2.1). */
    redirectUris: text('redirect_uris').array().notNull(),
    postLogoutRedirectUris: text('post_logout_redirect_uris').array().notNull(),
    /** Those of the redirect URIs: whose scripts may read what the token endpoint answers. */
    origins: text('origins').array().notNull(),
    /** Whether its tokens may be for the MCP server: with them an agent acts as the person. */
    mcpAccess: boolean('mcp_access').notNull().default(false),
    status: text('status', { enum: ['active', 'disabled'] })
      .notNull()
      .default('active'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('apps_tenant_id_created_at_idx').on(table.tenantId, table.createdAt),
    index('apps_origins_idx').using('gin', table.origins),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie's value: a copy of this table signs nobody in. */
    idHash: bytes('id_hash').primaryKey(),
    /** Names the session in tokens and lists; signs nobody in. */
    sid: text('sid').notNull().default(sql`'ses_' || replace(gen_random_uuid()::text, '-', '')`),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    /** Moved only by a refresh. */
    expiresAt: instant('expires_at').notNull(),
    /** Moved once at most: when a second factor makes a sign-in whole. */
    endsAt: instant('ends_at').notNull(),
    /** When a factor was last proven: at sign-in, and at each step-up. */
    authenticatedAt: instant('authenticated_at').notNull().defaultNow(),
    /** How, in the words of RFC 8176: `pwd`, `otp`, `hwk`, `mfa` … */
    amr: text('amr').array().notNull().default(sql`'{pwd}'`),
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
    /** Of a session at an app: no cookie leads to it, its refresh tokens do. */
    appId: text('app_id').references(() => apps.id, { onDelete: 'cascade' }),
    /** The portal session it came from. Signing out there ends it; no reference, for that one's idle end does not. */
    parentSid: text('parent_sid'),
    /** What the app was granted. */
    scopes: text('scopes').array(),
  },
  (table) => [
    uniqueIndex('sessions_sid_key').on(table.sid),
    index('sessions_user_id_idx').on(table.userId),
    index('sessions_app_id_idx').on(table.appId),
    index('sessions_parent_sid_idx').on(table.parentSid),
    index('sessions_expires_at_idx').on(table.expiresAt),
  ],
);

/** A person's authenticator app (RFC 6238). One at most; a new one takes its place once a code has confirmed it. */
export const totpFactors = pgTable('totp_factors', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Base32, sealed with AES-256-GCM under a key derived from the pepper, bound to the person. Null until confirmed. */
  sealedSecret: bytes('sealed_secret'),
  confirmedAt: instant('confirmed_at'),
  /** The time step of the last code that was taken: none is taken twice (RFC 6238 §5.2). */
  lastStep: bigint('last_step', { mode: 'number' }),
  /** One that was shown and waits for its first code. */
  offeredSecret: bytes('offered_secret'),
  offeredAt: instant('offered_at'),
  /** Wrong codes in a row, and the last of them: after a few, one must wait longer and longer. */
  failures: integer('failures').notNull().default(0),
  failedAt: instant('failed_at'),
});

/** A person's passkeys (WebAuthn). */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The authenticator's own, base64url. */
    credentialId: text('credential_id').notNull(),
    /** COSE. */
    publicKey: bytes('public_key').notNull(),
    /** How often it has signed, as it says itself; 0 for those that do not count. */
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: text('transports').array().notNull(),
    /** Whether it is in more than one device, as those of a password manager are. */
    synced: boolean('synced').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [
    uniqueIndex('passkeys_credential_id_key').on(table.credentialId),
    index('passkeys_user_id_idx').on(table.userId),
  ],
);

/** Codes for whoever has lost their second factor. A used one goes. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    /** HMAC-SHA-256 of the person and the code, under a key derived from the pepper. */
    digest: bytes('digest').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('recovery_codes_user_id_idx').on(table.userId)],
);

/** Authorization codes (RFC 6749 §4.1.2). A used one stays as long as its session, so that a second use is known. */
export const authorizationCodes = pgTable(
  'authorization_codes',
  {
    /** SHA-256 of the code. */
    digest: bytes('digest').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The portal session it was asked from. */
    parentSid: text('parent_sid').notNull(),
    redirectUri: text('redirect_uri').notNull(),
    /** RFC 7636, S256. */
    codeChallenge: text('code_challenge').notNull(),
    nonce: text('nonce'),
    scopes: text('scopes').array().notNull(),
    authenticatedAt: instant('authenticated_at').notNull(),
    amr: text('amr').array().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** The session it was exchanged for. */
    sid: text('sid').references(() => sessions.sid, { onDelete: 'cascade' }),
  },
  (table) => [
    index('authorization_codes_sid_idx').on(table.sid),
    index('authorization_codes_user_id_idx').on(table.userId),
    index('authorization_codes_expires_at_idx').on(table.expiresAt),
  ],
);

/** One session's refresh tokens, each good once (RFC 9700 §2.2.2): the family. They go with the session. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    /** SHA-256 of the token. */
    digest: bytes('digest').primaryKey(),
    sid: text('sid')
      .notNull()
      .references(() => sessions.sid, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [index('refresh_tokens_sid_idx').on(table.sid)],
);

/** A tenant's OpenID provider, one at most. */
export const ssoConnections = pgTable('sso_connections', {
  /** `sso_` and what follows in the tenant's id: the redirect URI is known before there is a connection. */
  id: text('id').primaryKey(),
  tenantId: text('tenant_id')
    .notNull()
    .unique()
    .references(() => tenants.id),
  issuer: text('issuer').notNull(),
  clientId: text('client_id').notNull(),
  /** Sealed with AES-256-GCM under a key derived from the pepper, bound to the connection's id. */
  sealedClientSecret: bytes('sealed_client_secret').notNull(),
  scopes: text('scopes').array().notNull(),
  /** The claim that roles are read from; null: the provider says nothing of roles. */
  roleClaim: text('role_claim'),
  roleMapping: jsonb('role_mapping').$type<{ value: string; role: UserRole }[]>().notNull(),
  /** Of people whom no mapping names; null: they are refused. */
  defaultRole: text('default_role').$type<UserRole>(),
  /** Whether a sign-in makes a person who was not there. */
  jit: boolean('jit').notNull(),
  enabled: boolean('enabled').notNull(),
  /** Passwords are off, but for owners: somebody must get in when the provider is broken. */
  enforced: boolean('enforced').notNull(),
  /** The last sign-in on trial, of the settings as they are now. */
  lastTest: jsonb('last_test').$type<SsoTest>(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** Domains that tenants say are theirs. Of those who say it, the one that proves it has it. */
export const domains = pgTable(
  'domains',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    /** Lower case, in ASCII (RFC 5891). */
    domain: text('domain').notNull(),
    /** What the TXT record must say. No secret: it will be public. */
    token: text('token').notNull(),
    createdAt: instant('created_at').notNull(),
    verifiedAt: instant('verified_at'),
  },
  (table) => [
    uniqueIndex('domains_tenant_id_domain_key').on(table.tenantId, table.domain),
    uniqueIndex('domains_verified_domain_key').on(table.domain).where(sql`verified_at IS NOT NULL`),
  ],
);

/** Who somebody is at their tenant's provider. */
export const userIdentities = pgTable(
  'user_identities',
  {
    connectionId: text('connection_id')
      .notNull()
      .references(() => ssoConnections.id, { onDelete: 'cascade' }),
    /** `sub` of the ID token: the one name that a provider never gives to somebody else (OpenID Connect Core §5.7). */
    subject: text('subject').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'user_identities_key', columns: [table.connectionId, table.subject] }),
    uniqueIndex('user_identities_user_id_key').on(table.userId),
  ],
);

/** Sign-ins on their way to a provider and back. A row goes with its first answer: nothing comes back twice. */
export const ssoAttempts = pgTable(
  'sso_attempts',
  {
    /** SHA-256 of `state`. */
    digest: bytes('digest').primaryKey(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => ssoConnections.id, { onDelete: 'cascade' }),
    /** `confirm`: somebody signed in proves that it is them. `test`: the claims are shown, and nobody is signed in. */
    intent: text('intent', { enum: ['sign_in', 'confirm', 'test'] }).notNull(),
    /** Who asked, where somebody was signed in. */
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    /** A path of the portal. */
    returnTo: text('return_to').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('sso_attempts_expires_at_idx').on(table.expiresAt)],
);

export const clients = pgTable(
  'clients',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    scopes: text('scopes').array().notNull(),
    status: text('status', { enum: ['active', 'disabled'] })
      .notNull()
      .default('active'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    tokensNotBefore: instant('tokens_not_before'),
    /** `opencrvs`: tokens of another form, at `/token`, with credentials in the URL. */
    profile: text('profile', { enum: ['gooclaim', 'opencrvs'] })
      .notNull()
      .default('gooclaim'),
    opencrvsIssuer: text('opencrvs_issuer').notNull().default('opencrvs.auth'),
    opencrvsAudience: text('opencrvs_audience').array().notNull().default(['opencrvs.auth']),
    /** Null: the profile's own. */
    tokenLifeSeconds: integer('token_life_seconds'),
    tokenTyp: text('token_typ', { enum: ['JWT', 'at+jwt'] })
      .notNull()
      .default('JWT'),
    /** RFC 9449 §5.2: token requests without a proof are refused. */
    dpopBoundAccessTokens: boolean('dpop_bound_access_tokens').notNull().default(false),
    /** CIDR blocks its credentials may be used from; empty: from anywhere. */
    allowedNetworks: text('allowed_networks').array().notNull().default([]),
    /** Which of the tenant's resources it may ask tokens for. */
    resources: text('resources').array().notNull().default([]),
    /** Public keys for private_key_jwt, pasted or by address; at most one of the two (RFC 7591 §2). */
    jwks: jsonb('jwks').$type<{ keys: Record<string, unknown>[] }>(),
    jwksUri: text('jwks_uri'),
  },
  (table) => [index('clients_tenant_id_created_at_idx').on(table.tenantId, table.createdAt)],
);

export const clientSecrets = pgTable(
  'client_secrets',
  {
    id: text('id').primaryKey(),
    clientId: text('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    /** The client's own. Whatever is written here, a trigger (of the migration) puts that in its place: the two cannot differ. */
    tenantId: text('tenant_id').notNull().default(''),
    /** HMAC-SHA-256 under the pepper. */
    digest: bytes('digest').notNull(),
    /** Last four characters, to tell secrets apart. */
    hint: text('hint').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    /** Set by a rotation: the end of the overlap. */
    expiresAt: instant('expires_at'),
    /** Its count of uses when its replacement was made: what came after is the difference. */
    usesAtRotation: bigint('uses_at_rotation', { mode: 'number' }),
    retiredAt: instant('retired_at'),
    /** When it was found where others could read it. */
    exposedAt: instant('exposed_at'),
    /** `url`: it came in a URL, which proxies and logs have seen. `report`: a secret scanner reported it. */
    exposedIn: text('exposed_in', { enum: ['url', 'report'] }),
    tokensNotBefore: instant('tokens_not_before'),
  },
  (table) => [
    index('client_secrets_client_id_created_at_idx').on(table.clientId, table.createdAt),
    // What is due first: those without an end by their age, the others by their end.
    index('client_secrets_due_idx')
      .on(table.tenantId, table.createdAt, table.id)
      .where(sql`retired_at IS NULL AND expires_at IS NULL`),
    index('client_secrets_ending_idx')
      .on(table.tenantId, table.expiresAt, table.id)
      .where(sql`retired_at IS NULL AND expires_at IS NOT NULL`),
    index('client_secrets_exposed_idx')
      .on(table.tenantId)
      .where(sql`retired_at IS NULL AND exposed_at IS NOT NULL`),
    index('client_secrets_tenant_id_created_at_idx').on(table.tenantId, table.createdAt, table.id),
    uniqueIndex('client_secrets_digest_key').on(table.digest),
  ],
);

/** Mails about a secret. A row is a claim first, then the record that it went out: each step is sent once. */
export const secretNotices = pgTable(
  'secret_notices',
  {
    secretId: text('secret_id')
      .notNull()
      .references(() => clientSecrets.id, { onDelete: 'cascade' }),
    /** `due_14`, `due_7`, `due_1`, `due_0`: days before the secret is due. `ending`: it ends soon and is still used. */
    step: text('step').notNull(),
    /** What it was about: a later date makes the notice news again. */
    dueAt: instant('due_at').notNull(),
    /** Until then nobody else sends it; after it, whoever claimed it is taken for dead. */
    leaseUntil: instant('lease_until').notNull(),
    sentAt: instant('sent_at'),
  },
  (table) => [primaryKey({ name: 'secret_notices_key', columns: [table.secretId, table.step] })],
);

/** Apart from `client_secrets`, so that the hot path never writes to a row that an admin's change locks. */
export const secretUses = pgTable('secret_uses', {
  secretId: text('secret_id')
    .primaryKey()
    .references(() => clientSecrets.id, { onDelete: 'cascade' }),
  lastUsedAt: instant('last_used_at').notNull(),
  address: text('address').notNull(),
  userAgent: text('user_agent').notNull(),
  count: bigint('count', { mode: 'number' }).notNull(),
});

/** The same of registered keys, which have no row of their own. A key that is removed keeps its last use. */
export const keyUses = pgTable(
  'key_uses',
  {
    clientId: text('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    /** `jwk_` and the thumbprint (RFC 7638), as in `cred`. */
    keyId: text('key_id').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'key_uses_key', columns: [table.clientId, table.keyId] })],
);

export const signingKeys = pgTable(
  'signing_keys',
  {
    kid: text('kid').primaryKey(),
    state: text('state', { enum: ['next', 'active', 'retiring', 'retired'] }).notNull(),
    publicJwk: jsonb('public_jwk').notNull(),
    /** PKCS #8, sealed with AES-256-GCM under the key-encryption key, bound to `kid`. Null once it signs no more. */
    sealedPrivateKey: bytes('sealed_private_key'),
    /** Which key-encryption key sealed it. */
    sealedBy: text('sealed_by').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    activatedAt: instant('activated_at'),
    retiringAt: instant('retiring_at'),
    retiredAt: instant('retired_at'),
    /** Set by an emergency revocation. */
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    uniqueIndex('signing_keys_one_active').on(table.state).where(sql`state = 'active'`),
    uniqueIndex('signing_keys_one_next').on(table.state).where(sql`state = 'next'`),
  ],
);

/** Single tokens ended before their time. A row goes an hour after its token would have expired. */
export const revokedTokens = pgTable(
  'revoked_tokens',
  {
    jti: text('jti').primaryKey(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('revoked_tokens_expires_at_idx').on(table.expiresAt)],
);

/** The `jti` of assertions and proofs that were used (RFC 7523 §3, RFC 9449 §11.1). A row goes when its text has expired. */
export const usedAssertions = pgTable(
  'used_assertions',
  {
    /** SHA-256 of whose it is and its `jti`: of one size, whatever was sent. */
    digest: bytes('digest').primaryKey(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('used_assertions_expires_at_idx').on(table.expiresAt)],
);

/**
 * Calls of the management API whose answer had a secret in it, by the name that the caller gave each: asked again, it is
 * answered again. A row goes after a day.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** SHA-256 of the calling client and its `Idempotency-Key`: of one size, whatever was sent. */
    digest: bytes('digest').primaryKey(),
    /** SHA-256 of what was asked for: another call may not go by the same name. */
    requestDigest: bytes('request_digest').notNull(),
    /** The client that it was about or that it made; no reference, since the row stays when that is deleted. */
    clientId: text('client_id'),
    /** The secret that the last answer gave out. */
    secretId: text('secret_id'),
    answeredAt: instant('answered_at').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('idempotency_keys_created_at_idx').on(table.createdAt)],
);

/** What happens to a secret in a rotation. A query must say exactly this to be answered from the indexes below. */
export const ROTATION_ACTION =
  "action IN ('secret.rotated', 'secret.self_rotated', 'secret.overlap_extended', 'secret.retired', 'secret.retired_by_report', 'rotation.cancelled')";

/** Conditions of partial indexes. A query that is to use one says it in the same words. */
export const BY_OTHERS_THAN_CLIENTS = sql.raw(`actor_type <> 'client'`);
/** What clients do to others than themselves: those that manage clients. */
export const BY_CLIENTS_TO_OTHERS = sql.raw(`actor_type = 'client' AND target_id <> actor_id`);
export const FAILURES = sql.raw(`outcome = 'failure'`);
/** The actions that come with every call of a client. */
export const TRAFFIC: readonly AuditAction[] = [
  'token.issued',
  'token.refused',
  'introspect.refused',
  'userinfo.refused',
  'revoke.refused',
];
export const NOT_TRAFFIC = sql.raw(`action NOT IN (${TRAFFIC.map((action) => `'${action}'`).join(', ')})`);

/** Partitioned by month of `at` (by the migration), so that old months are dropped, not deleted row by row. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: bigint('id', { mode: 'bigint' }).notNull().default(sql`nextval('audit_events_id')`),
    at: instant('at').notNull(),
    /** Null for events that belong to no tenant, such as a request with an unknown client_id. */
    tenantId: text('tenant_id'),
    actorType: text('actor_type', { enum: ['client', 'user', 'operator', 'anonymous'] }).notNull(),
    actorId: text('actor_id').notNull(),
    action: text('action').notNull(),
    outcome: text('outcome', { enum: ['success', 'failure'] }).notNull(),
    targetId: text('target_id'),
    /** Token id: what stands here in place of a token. */
    jti: text('jti'),
    requestId: text('request_id').notNull(),
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
    detail: jsonb('detail').notNull(),
  },
  (table) => [
    primaryKey({ name: 'audit_events_key', columns: [table.id, table.at] }),
    index('audit_events_tenant_id_at_id_idx').on(table.tenantId, table.at, table.id),
    index('audit_events_target_id_at_id_idx').on(table.targetId, table.at, table.id),
    // What a token that is issued to a client never enters: the busy path pays nothing for them.
    index('audit_events_actor_id_at_id_idx')
      .on(table.actorId, table.at, table.id)
      .where(BY_OTHERS_THAN_CLIENTS),
    index('audit_events_acting_clients_idx')
      .on(table.actorId, table.at, table.id)
      .where(BY_CLIENTS_TO_OTHERS),
    index('audit_events_failures_idx').on(table.tenantId, table.at, table.id).where(FAILURES),
    index('audit_events_changes_idx').on(table.tenantId, table.at, table.id).where(NOT_TRAFFIC),
    // A client's last failure.
    index('audit_events_target_failures_idx').on(table.targetId, table.id).where(FAILURES),
    index('audit_events_jti_idx').on(table.jti),
    index('audit_events_request_id_idx').on(table.requestId),
    // Which machines use a secret: from one address to the next, without reading what lies between.
    index('audit_events_callers_idx')
      .on(sql`(detail ->> 'secret_id')`, table.address, table.at)
      .where(sql`action = 'token.issued'`),
    // The record of rotations. Both are of changes only, so tokens pay nothing for them.
    index('audit_events_rotations_idx').on(table.tenantId, table.at).where(sql.raw(ROTATION_ACTION)),
    index('audit_events_rotated_secret_idx')
      .on(sql`(detail ->> 'secret_id')`)
      .where(sql.raw(ROTATION_ACTION)),
  ],
);

/** What minutes and hours of usage have in common. Rows whose client is '' are their tenant's sums. */
const usageColumns = () => ({
  tenantId: text('tenant_id').notNull(),
  clientId: text('client_id').notNull(),
  /** Beginning of the minute or hour, UTC. */
  at: instant('at').notNull(),
  operation: text('operation', { enum: ['token', 'introspection'] }).notNull(),
  /** `success`, `inactive`, or the code of a refusal. */
  outcome: text('outcome').notNull(),
  /** `sec_…`, `jwk_…`; '' for refused credentials. */
  credentialId: text('credential_id').notNull(),
  count: bigint('count', { mode: 'number' }).notNull(),
});

/** No index but the key's is on a column that changes: a row is counted up every two seconds. */
export const usageMinutes = pgTable('usage_minutes', usageColumns(), (table) => [
  primaryKey({
    name: 'usage_minutes_key',
    columns: [table.tenantId, table.clientId, table.at, table.operation, table.outcome, table.credentialId],
  }),
  index('usage_minutes_at_idx').on(table.at),
]);

export const usageHours = pgTable(
  'usage_hours',
  {
    ...usageColumns(),
    /** The most of any one minute. */
    peak: bigint('peak', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      name: 'usage_hours_key',
      columns: [table.tenantId, table.clientId, table.at, table.operation, table.outcome, table.credentialId],
    }),
    index('usage_hours_at_idx').on(table.at),
    index('usage_hours_failures_idx')
      .on(table.tenantId, table.at)
      .where(sql`outcome NOT IN ('success', 'inactive') AND client_id <> ''`),
    index('usage_hours_tokens_idx')
      .on(table.tenantId, table.at)
      .where(sql`operation = 'token' AND outcome = 'success' AND client_id <> ''`),
  ],
);

/** Which scopes a client's token requests name; the scope '' stands for requests that name none and so get all. */
export const scopeUses = pgTable(
  'scope_uses',
  {
    clientId: text('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    scope: text('scope').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (table) => [primaryKey({ name: 'scope_uses_key', columns: [table.clientId, table.scope] })],
);

/** Where a tenant's events are sent (Standard Webhooks). */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    url: text('url').notNull(),
    description: text('description').notNull(),
    eventTypes: text('event_types').array().notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** Set when the service itself switches it off. */
    disabledReason: text('disabled_reason', { enum: ['failing', 'gone'] }),
    /** Since when every try has failed; null once one succeeds. */
    failingSince: instant('failing_since'),
    /** Whoever writes the letter that it was switched off has until then; null: no letter is owed. */
    noticeAfter: instant('notice_after'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('webhook_endpoints_tenant_id_idx').on(table.tenantId, table.createdAt)],
);

/** An endpoint's signing secrets: one without an end, and in an overlap the one before it. Apart from the endpoint, so that whoever changes that need not read them. */
export const webhookSecrets = pgTable(
  'webhook_secrets',
  {
    id: text('id').primaryKey(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    /** Sealed with AES-256-GCM under a key derived from the pepper, bound to `id`. */
    sealed: bytes('sealed').notNull(),
    /** The last four characters. */
    hint: text('hint').notNull(),
    createdAt: instant('created_at').notNull(),
    endsAt: instant('ends_at'),
  },
  (table) => [index('webhook_secrets_endpoint_id_idx').on(table.endpointId)],
);

/** What happened, written with what it tells of and only where somebody listens. Its id is the `webhook-id` of every try. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    id: text('id').primaryKey().default(sql`'evt_' || replace(gen_random_uuid()::text, '-', '')`),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    /** Ids, names of clients, times and causes. Never a secret, a token, or an address of a person. */
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    /** Names what is told once only, such as a limit in one hour. */
    onceKey: text('once_key'),
  },
  (table) => [
    uniqueIndex('webhook_events_once_key').on(table.tenantId, table.onceKey),
    index('webhook_events_at_idx').on(table.at),
  ],
);

/** One event on its way to one endpoint. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey().default(sql`'dlv_' || replace(gen_random_uuid()::text, '-', '')`),
    /** The order in which they were made: pages of the log go by it. */
    number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
    eventId: text('event_id')
      .notNull()
      .references(() => webhookEvents.id, { onDelete: 'cascade' }),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    /** `cancelled`: the endpoint was switched off, or its tenant suspended, before it went out. */
    state: text('state', { enum: ['waiting', 'delivered', 'failed', 'cancelled'] })
      .notNull()
      .default('waiting'),
    createdAt: instant('created_at').notNull(),
    /** Tries of which the outcome is known. */
    tries: integer('tries').notNull().default(0),
    nextTryAt: instant('next_try_at').notNull(),
    /** Whether the queue has a job for the next try. */
    queued: boolean('queued').notNull().default(false),
    endedAt: instant('ended_at'),
    redeliveryOf: text('redelivery_of'),
  },
  (table) => [
    index('webhook_deliveries_endpoint_id_idx').on(table.endpointId, table.number),
    index('webhook_deliveries_event_id_idx').on(table.eventId),
    index('webhook_deliveries_ended_at_idx').on(table.endedAt),
    index('webhook_deliveries_waiting_idx').on(table.nextTryAt).where(sql`state = 'waiting'`),
    index('webhook_deliveries_unqueued_idx').on(table.number).where(sql`state = 'waiting' AND NOT queued`),
  ],
);

/** The outcome of each try of a delivery. */
export const webhookTries = pgTable(
  'webhook_tries',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** Null when there was no answer. */
    status: integer('status'),
    /** Why there was none, in our words. */
    fault: text('fault'),
    /** The first kilobyte of the answer. */
    answer: text('answer').notNull(),
  },
  (table) => [primaryKey({ name: 'webhook_tries_key', columns: [table.deliveryId, table.number] })],
);

/** Sixty one-second slots a key. UNLOGGED (set by the migration): counts need not outlive a crash. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  /** The second (UNIX time, the database's clock) that the last slot stands for. Not indexed: it changes each second. */
  second: bigint('second', { mode: 'number' }).notNull(),
  slots: integer('slots').array().notNull(),
});
