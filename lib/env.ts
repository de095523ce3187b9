import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { isNetwork } from './contract/network';
import { databaseAddress } from './database-address';
import { leakReportKeysSchema } from './leak-report-keys';
import { type Limits, POLICIES } from './ratelimit/policies';
import { withSecretFiles } from './secret-files';

const MAKE_KEY = 'make one with: openssl rand -base64 32';

/** Base64 of at least `bytes` bytes that are not all alike. */
const keyMaterial = (bytes: number, exactly: boolean) =>
  z
    .string({ error: `is missing; ${MAKE_KEY}` })
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
    .refine(
      (key) => (exactly ? key.length === bytes : key.length >= bytes),
      `must be base64 of ${exactly ? '' : 'at least '}${bytes} random bytes; ${MAKE_KEY}`,
    )
    .refine((key) => new Set(key).size >= bytes / 3, `is too regular to be random; ${MAKE_KEY}`);

const perMinute = (standard: number) => z.coerce.number().int().min(1).max(10_000_000).default(standard);

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The path is the number of a database; in a user or password, what a URL keeps for itself is percent-encoded. */
function isRedisAddress(text: string): boolean {
  try {
    const { protocol, hostname, pathname, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return /^rediss?:$/.test(protocol) && hostname !== '' && /^\/?\d*$/.test(pathname);
  } catch {
    return false;
  }
}

const ROLES = ['all', 'api', 'portal'] as const;

/** What a process serves: everything, what programs ask, or what people see. */
export type Role = (typeof ROLES)[number];

/** The portal signs nothing and opens nothing. What it does not hold, nobody takes from it. */
const notForPortal = (name: string): boolean => name.startsWith('KEY_ENCRYPTION_KEY');

/** Connections that a start with workers holds, of the 100 that a PostgreSQL offers unless told otherwise. */
const CONNECTIONS = 80;
/** Of each worker, beside its pool: by one it hears of changes, by the other it speaks of them. */
const FEED_CONNECTIONS = 2;
/** One that a transaction holds, one for what it waits for, and one to spare. */
const SMALLEST_POOL = 3;
/** As many as `CONNECTIONS` suffice for. */
export const MOST_WORKERS_BY_ITSELF = 15;

/** The process that started the workers has a pool of the same size. */
const poolSize = (workers: number): number =>
  Math.min(
    10,
    Math.max(SMALLEST_POOL, Math.floor((CONNECTIONS - FEED_CONNECTIONS * workers) / (workers + 1))),
  );

const networkList = z
  .string()
  .transform((text) => text.split(',').map((network) => network.trim()))
  .refine((all) => all.every(isNetwork), 'must be networks such as 10.20.0.0/16, with commas between')
  .default([]);

const collectorAddress = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be an http:// or https:// address, such as http://collector.internal:4318',
  )
  .optional();

const TRACE_PROTOCOLS = ['http/protobuf', 'http/json'] as const;
const traceProtocol = z.enum(TRACE_PROTOCOLS, 'must be http/protobuf or http/json').optional();
export type TraceProtocol = (typeof TRACE_PROTOCOLS)[number];

const schemaFor = (role: Role) =>
  z
    .object({
      ROLE: z.enum(ROLES, 'must be all, api or portal').default('all'),
      /** Processes behind one port. The server puts a number in place of `auto`. */
      WORKERS: z
        .string()
        .regex(/^([1-9]|[1-5]\d|6[0-4]|auto)$/, 'must be a number from 1 to 64, or auto')
        .default('1'),
      GOOCLAIM_MODE: z.enum(['local', 'production']).default('production'),
      DATABASE_URL: z
        .string({
          error:
            'is missing; give the address of a PostgreSQL, such as postgres://user:password@host/database',
        })
        .refine(
          (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
          'must be a postgres:// address',
        ),
      /** Where limits are counted; in the database without it. */
      REDIS_URL: z
        .string()
        .refine(
          isRedisAddress,
          'must be a redis:// or rediss:// address, such as redis://user:password@host:6379/0',
        )
        .optional(),
      /** Who vouches for the Redis of a rediss:// address, in place of the authorities that Node brings along. */
      REDIS_CA: z
        .string()
        .includes(
          '-----BEGIN CERTIFICATE-----',
          'must be certificates in PEM; REDIS_CA_FILE names their file',
        )
        .optional(),
      ISSUER: z
        .string({
          error: 'is missing; give the public https address of this service, without a slash at its end',
        })
        .refine((text) => URL.canParse(text), 'must be a URL')
        .refine((text) => !text.endsWith('/'), 'must not end in a slash')
        .refine((text) => !/[?#]/.test(text), 'must not have a query or a fragment')
        .refine((text) => !URL.canParse(text) || new URL(text).pathname === '/', 'must not have a path'),
      KEY_ENCRYPTION_KEY: role === 'portal' ? z.undefined().optional() : keyMaterial(32, true),
      /** Earlier ones, or one to come: they open, and seal nothing. */
      KEY_ENCRYPTION_KEY_ALSO: z
        .string()
        .transform((text) => text.split(',').map((key) => key.trim()))
        .pipe(z.array(keyMaterial(32, true)))
        .default([]),
      SECRET_PEPPER: keyMaterial(32, false),
      NEXTAUTH_SECRET: z
        .string({ error: `is missing; ${MAKE_KEY}` })
        .min(32, `must be at least 32 characters; ${MAKE_KEY}`)
        .refine((text) => new Set(text).size >= 10, `is too regular to be random; ${MAKE_KEY}`),
      /** The word in `gcs_<environment>_…`. */
      ENVIRONMENT: z
        .string()
        .regex(/^[a-z0-9]{1,16}$/, 'must be 1 to 16 lower-case letters or digits')
        .optional(),
      /** Reverse proxies in front, each of which appends to X-Forwarded-For. */
      TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
      /** Private networks that a client's `jwks_uri` or a tenant's OpenID provider may be in, beside the public internet. */
      JWKS_URI_NETWORKS: networkList,
      /** The same for webhooks, apart: of these the tenant is shown what was answered. */
      WEBHOOK_NETWORKS: networkList,
      /** Pauses before the tries that follow the first, in seconds. */
      WEBHOOK_RETRY_SECONDS: z
        .string()
        .regex(/^\d{1,6}(\s*,\s*\d{1,6}){0,19}$/, 'must be seconds such as 5,300,1800, with commas between')
        .transform((text) => text.split(',').map(Number))
        .default([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]),
      /** For one try, from the look-up of the name to the last byte. */
      WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(30).default(15),
      /** How long deliveries that ended stay in the log. */
      WEBHOOK_LOG_DAYS: z.coerce.number().int().min(1).max(400).default(30),
      /** Resolvers that proofs of domains are looked up with. */
      DNS_SERVERS: z
        .string()
        .transform((text) => text.split(',').map((server) => server.trim()))
        .refine(
          (all) =>
            all.every((server) =>
              /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?$/.test(server),
            ),
          'must be addresses of DNS servers such as 10.0.0.53 or [::1]:5353, with commas between',
        )
        .default([]),
      SIGNING_KEY_ROTATION_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
      /** Bits of the modulus; of keys made from now on. */
      SIGNING_KEY_SIZE: z.coerce
        .number()
        .pipe(z.literal([2048, 3072, 4096], 'must be 2048, 3072 or 4096'))
        .default(2048),
      RATE_LIMIT_TOKEN: perMinute(POLICIES.token),
      RATE_LIMIT_TOKEN_FAILURE: perMinute(POLICIES.token_failure),
      RATE_LIMIT_INTROSPECT: perMinute(POLICIES.introspect),
      RATE_LIMIT_INTROSPECT_FAILURE: perMinute(POLICIES.introspect_failure),
      /** The mail server; without it links are shown to be passed on by hand. */
      SMTP_URL: z
        .string()
        .refine(
          (text) =>
            URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '',
          'must be an smtp:// or smtps:// address, such as smtp://user:password@mail.example.com:587',
        )
        .optional(),
      MAIL_FROM: z.string().min(3).default('Gooclaim Auth <no-reply@localhost>'),
      LEAK_REPORT_KEYS: leakReportKeysSchema.optional(),
      /** A month of the log goes when its last day is older. */
      AUDIT_RETENTION_DAYS: z.coerce.number().int().min(30).max(36_500).default(400),
      /** Whether a token leaves only when its audit row is committed. */
      AUDIT_BEFORE_ANSWER: z
        .enum(['true', 'false'])
        .default('false')
        .transform((word) => word === 'true'),
      /** Bearer of whoever reads `/metrics`; without it nobody may, in local mode only this very machine. */
      METRICS_TOKEN: z.string().min(16, `must be at least 16 characters; ${MAKE_KEY}`).optional(),
      /** Whose `traceparent` is taken as the parent of a trace; anybody else's is only linked to. */
      TRACEPARENT_NETWORKS: networkList,
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorAddress,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorAddress,
      OTEL_EXPORTER_OTLP_PROTOCOL: traceProtocol,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: traceProtocol,
      OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'must be otlp or none').optional(),
      OTEL_SDK_DISABLED: z.string().optional(),
      /** Which answers leave a line in the log at `info` or above. */
      LOG_REQUESTS: z.enum(['faults', 'all'], 'must be faults or all').default('faults'),
      /** From SIGTERM until nothing new is taken: a load balancer needs a moment to see that this process is going. */
      DRAIN_SECONDS: z.coerce.number().int().min(0).max(300).optional(),
      LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
      /** Moves the clock, in seconds, for tests of whole processes. */
      CLOCK_OFFSET_SECONDS: z.coerce.number().int().default(0),
    })
    .superRefine((env, context) => {
      const refuse = (name: string, message: string) =>
        context.addIssue({ code: 'custom', path: [name], message });
      if (env.REDIS_CA && !env.REDIS_URL?.startsWith('rediss:'))
        refuse(
          'REDIS_CA',
          'needs a rediss:// address in REDIS_URL: what is not encrypted is not vouched for',
        );
      if (env.GOOCLAIM_MODE !== 'production') return;
      const issuer = URL.canParse(env.ISSUER) ? new URL(env.ISSUER) : undefined;
      if (issuer && issuer.protocol !== 'https:' && !LOOPBACK.has(issuer.hostname))
        refuse('ISSUER', 'must be https in production');
      if (env.CLOCK_OFFSET_SECONDS !== 0)
        refuse('CLOCK_OFFSET_SECONDS', 'is for tests and refused in production');
    });

export interface Settings {
  role: Role;
  mode: 'local' | 'production';
  databaseUrl: string;
  /** Connections at most. */
  databasePool: number;
  redisUrl: string | undefined;
  /** PEM. */
  redisAuthority: string | undefined;
  issuer: string;
  /** Undefined in the portal alone. */
  keyEncryptionKey: Uint8Array | undefined;
  /** These open, and seal nothing. */
  otherKeyEncryptionKeys: Uint8Array[];
  signingKeys: { rotationDays: number; size: 2048 | 3072 | 4096 };
  pepper: Uint8Array;
  sessionSecret: string;
  environment: string;
  trustedProxies: number;
  /** CIDR blocks. */
  jwksUriNetworks: string[];
  /** CIDR blocks that they may go to, pauses and times of tries, and how long the log of deliveries is kept. */
  webhooks: { networks: string[]; retrySeconds: number[]; timeoutSeconds: number; logDays: number };
  /** Addresses, some with a port; empty: the system's. */
  dnsServers: string[];
  limits: Limits;
  /** Whose reports of leaked secrets are believed, by key identifier; empty where none are. */
  leakReportKeys: ReadonlyMap<string, KeyObject>;
  auditRetentionDays: number;
  auditBeforeAnswer: boolean;
  /** The mail server, if there is one. */
  smtpUrl: string | undefined;
  mailFrom: string;
  metricsToken: string | undefined;
  /** How traces are sent; undefined where none are made. */
  traces: { protocol: TraceProtocol; parentNetworks: string[] } | undefined;
  /** Whether each answer leaves a line in the log; else those that are faults of ours. */
  logEveryRequest: boolean;
  /** Between a stop by SIGTERM being asked for and the port being closed. */
  drainSeconds: number;
  logLevel: string;
  clockOffsetSeconds: number;
}

/** By OpenTelemetry's own variables: an address turns it on, and two others turn it off. */
const isTraced = (env: z.output<ReturnType<typeof schemaFor>>): boolean =>
  (env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT) !== undefined &&
  env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' &&
  env.OTEL_TRACES_EXPORTER !== 'none';

/** Names every variable that is missing or weak, and how to mend it; never what was in it. */
export class ConfigurationError extends Error {}

/** What is wrong with its query; what is wrong with the rest of it, the schema says. */
function databaseFault(url: string | undefined, readFile: (path: string) => string): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  try {
    databaseAddress(url, readFile);
    return undefined;
  } catch (cause) {
    return (cause as Error).message;
  }
}

/**
 * @param readFile for the settings that are given as `NAME_FILE`
 * @throws ConfigurationError
 */
export function readSettings(
  variables: Record<string, string | undefined>,
  readFile: (path: string) => string,
): Settings {
  const role = ROLES.find((name) => name === variables.ROLE) ?? 'all';
  const given = Object.fromEntries(
    Object.entries(variables).filter(
      ([name, value]) => value !== '' && !(role === 'portal' && notForPortal(name)),
    ),
  );
  const { filled, faults } = withSecretFiles(given, readFile);
  const unreadable = databaseFault(filled.DATABASE_URL, readFile);
  if (unreadable) faults.set('DATABASE_URL', `DATABASE_URL is not usable: ${unreadable}`);
  const parsed = schemaFor(role).safeParse(filled);
  if (!parsed.success || faults.size > 0) {
    const issues = parsed.error?.issues.filter(({ path }) => !faults.has(String(path[0]))) ?? [];
    const lines = [...faults.values(), ...issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)];
    throw new ConfigurationError(
      `The configuration is not usable:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const env = parsed.data;
  return {
    role: env.ROLE,
    mode: env.GOOCLAIM_MODE,
    databaseUrl: env.DATABASE_URL,
    databasePool: poolSize(Number(env.WORKERS) || 1),
    redisUrl: env.REDIS_URL,
    redisAuthority: env.REDIS_CA,
    issuer: env.ISSUER,
    keyEncryptionKey: env.KEY_ENCRYPTION_KEY,
    otherKeyEncryptionKeys: env.KEY_ENCRYPTION_KEY_ALSO,
    signingKeys: { rotationDays: env.SIGNING_KEY_ROTATION_DAYS, size: env.SIGNING_KEY_SIZE },
    pepper: env.SECRET_PEPPER,
    sessionSecret: env.NEXTAUTH_SECRET,
    environment: env.ENVIRONMENT ?? (env.GOOCLAIM_MODE === 'production' ? 'live' : 'local'),
    trustedProxies: env.TRUSTED_PROXIES,
    jwksUriNetworks: env.JWKS_URI_NETWORKS,
    webhooks: {
      networks: env.WEBHOOK_NETWORKS,
      retrySeconds: env.WEBHOOK_RETRY_SECONDS,
      timeoutSeconds: env.WEBHOOK_TIMEOUT_SECONDS,
      logDays: env.WEBHOOK_LOG_DAYS,
    },
    dnsServers: env.DNS_SERVERS,
    limits: {
      ...POLICIES,
      token: env.RATE_LIMIT_TOKEN,
      token_failure: env.RATE_LIMIT_TOKEN_FAILURE,
      introspect: env.RATE_LIMIT_INTROSPECT,
      introspect_failure: env.RATE_LIMIT_INTROSPECT_FAILURE,
    },
    leakReportKeys: env.LEAK_REPORT_KEYS ?? new Map(),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    auditRetentionDays: env.AUDIT_RETENTION_DAYS,
    auditBeforeAnswer: env.AUDIT_BEFORE_ANSWER,
    metricsToken: env.METRICS_TOKEN,
    traces: isTraced(env)
      ? {
          protocol:
            env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf',
          parentNetworks: env.TRACEPARENT_NETWORKS,
        }
      : undefined,
    logEveryRequest: env.LOG_REQUESTS === 'all',
    drainSeconds: env.DRAIN_SECONDS ?? (env.GOOCLAIM_MODE === 'production' ? 5 : 0),
    logLevel: env.LOG_LEVEL,
    clockOffsetSeconds: env.CLOCK_OFFSET_SECONDS,
  };
}
