import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, MOST_WORKERS_BY_ITSELF, readSettings } from './env';

const random = () => randomBytes(32).toString('base64');
const GOOD = {
  GOOCLAIM_MODE: 'production',
  DATABASE_URL: 'postgres://auth:secret-of-the-database@db/auth',
  ISSUER: 'https://auth.example.test',
  KEY_ENCRYPTION_KEY: random(),
  SECRET_PEPPER: random(),
  NEXTAUTH_SECRET: random(),
};

const FILES: Record<string, string> = {};
const readFile = (path: string) => {
  const text = FILES[path];
  if (text === undefined) throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
  return text;
};

const complaint = (change: Record<string, string | undefined>) => {
  try {
    readSettings({ ...GOOD, ...change }, readFile);
  } catch (cause) {
    if (cause instanceof ConfigurationError) return cause.message;
    throw cause;
  }
  return '';
};

describe('settings', () => {
  it('are complete with the five that production needs', () => {
    expect(readSettings(GOOD, readFile)).toMatchObject({
      mode: 'production',
      environment: 'live',
      limits: { token: 60, introspect: 600 },
      signingKeys: { rotationDays: 90, size: 2048 },
      otherKeyEncryptionKeys: [],
      leakReportKeys: new Map(),
      auditRetentionDays: 400,
    });
  });

  it('have a smaller pool for each of many workers: all of them hold 80 connections at most', () => {
    const pool = (workers: number) =>
      readSettings({ ...GOOD, WORKERS: String(workers) }, readFile).databasePool;
    expect([1, 4, 8, 15, 64].map(pool)).toEqual([10, 10, 7, 3, 3]);
    for (let workers = 1; workers <= MOST_WORKERS_BY_ITSELF; workers++)
      expect(workers * (pool(workers) + 2) + pool(workers)).toBeLessThanOrEqual(80);
  });

  it.each(['redis://cache', 'redis://cache:6380/2', 'rediss://auth:p%40ss@cache.internal'])(
    'take %s',
    (address) => {
      expect(readSettings({ ...GOOD, REDIS_URL: address }, readFile).redisUrl).toBe(address);
    },
  );

  it('have traces where an address for them is given, until they are switched off', () => {
    const traces = (more: Record<string, string>) => readSettings({ ...GOOD, ...more }, readFile).traces;
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318';
    expect(traces({})).toBeUndefined();
    expect(traces({ OTEL_SERVICE_NAME: 'auth' })).toBeUndefined();
    expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT })).toEqual({
      protocol: 'http/protobuf',
      parentNetworks: [],
    });
    expect(
      traces({
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        TRACEPARENT_NETWORKS: '10.0.0.0/8',
      }),
    ).toEqual({ protocol: 'http/json', parentNetworks: ['10.0.0.0/8'] });
    expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' })).toBeUndefined();
    expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
    expect(complaint({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' })).toContain('must be an http://');
    expect(complaint({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toContain(
      'must be http/protobuf or http/json',
    );
  });

  it('take an address of the database as libpq has it, and refuse one that would be less safe than it looks', () => {
    FILES['/ca'] = '-----BEGIN CERTIFICATE-----';
    const said = (query: string) => complaint({ DATABASE_URL: `postgres://auth:canary@db/auth?${query}` });
    expect(['', 'sslmode=require', 'sslmode=verify-full&sslrootcert=/ca&host=/run/pg'].map(said)).toEqual([
      '',
      '',
      '',
    ]);
    expect(said('sslmode=verify-full&sslrootcert=/gone')).toMatch('cannot be read (ENOENT)');
    for (const weak of ['sslmode=prefer', 'sslmode=require&sslrootcert=/ca', 'sslrootcert=/ca', 'ssl=true'])
      expect(said(weak)).toMatch(/DATABASE_URL is not usable: ssl/);
    expect(said('ssl=true')).not.toContain('canary');
  });

  it('take an authority for Redis from a file, and only where Redis speaks TLS', () => {
    const settings = readSettings({ ...GOOD, REDIS_URL: 'rediss://cache', REDIS_CA_FILE: '/ca' }, readFile);
    expect(settings.redisAuthority).toBe(FILES['/ca']);
    expect(complaint({ REDIS_URL: 'redis://cache', REDIS_CA_FILE: '/ca' })).toMatch(
      'REDIS_CA needs a rediss://',
    );
    expect(complaint({ REDIS_URL: 'rediss://cache', REDIS_CA: 'x' })).toMatch('must be certificates in PEM');
  });

  it('take networks for key sets, with blanks around them', () => {
    const networks = (text: string | undefined) =>
      readSettings({ ...GOOD, JWKS_URI_NETWORKS: text }, readFile).jwksUriNetworks;
    expect(networks(undefined)).toEqual([]);
    expect(networks('')).toEqual([]);
    expect(networks('10.20.0.0/16, fd12::/16 ,127.0.0.1')).toEqual([
      '10.20.0.0/16',
      'fd12::/16',
      '127.0.0.1',
    ]);
  });

  it('count as production when nothing says otherwise', () => {
    expect(readSettings({ ...GOOD, GOOCLAIM_MODE: undefined }, readFile).mode).toBe('production');
  });

  it.each(['DATABASE_URL', 'ISSUER', 'KEY_ENCRYPTION_KEY', 'SECRET_PEPPER', 'NEXTAUTH_SECRET'])(
    'name %s when it is missing or empty',
    (name) => {
      expect(complaint({ [name]: undefined })).toContain(`${name} is missing`);
      expect(complaint({ [name]: '' })).toContain(`${name} is missing`);
    },
  );

  it('name every one that is missing at once', () => {
    expect(() => readSettings({}, readFile)).toThrow(
      /DATABASE_URL[\s\S]*ISSUER[\s\S]*KEY_ENCRYPTION_KEY[\s\S]*SECRET_PEPPER[\s\S]*NEXTAUTH_SECRET/,
    );
  });

  it.each([
    ['KEY_ENCRYPTION_KEY', 'changeme'],
    ['KEY_ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
    ['KEY_ENCRYPTION_KEY', Buffer.alloc(48, 'abcdefghijklmnopqrstuvwxyz').toString('base64')],
    ['SECRET_PEPPER', Buffer.from('short').toString('base64')],
    ['NEXTAUTH_SECRET', 'secret'],
    ['NEXTAUTH_SECRET', 'a'.repeat(64)],
    ['ISSUER', 'http://auth.example.test'],
    ['ISSUER', 'https://auth.example.test/'],
    ['ISSUER', 'auth.example.test'],
    ['ISSUER', 'https://auth.example.test/idp'],
    ['ISSUER', 'https://auth.example.test?x=1'],
    ['DATABASE_URL', 'mysql://db/auth'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://cache'],
    ['REDIS_URL', 'redis:///0'],
    ['REDIS_URL', 'redis://:canary-of-redis@cache/first'],
    ['REDIS_URL', 'redis://:canary%of%redis@cache'],
    ['CLOCK_OFFSET_SECONDS', '900'],
    ['TRUSTED_PROXIES', '-1'],
    ['JWKS_URI_NETWORKS', 'intranet'],
    ['JWKS_URI_NETWORKS', '10.20.0.0/16,,127.0.0.1'],
    ['JWKS_URI_NETWORKS', '10.20.0.0/33'],
    ['WEBHOOK_NETWORKS', 'intranet'],
    ['WEBHOOK_RETRY_SECONDS', '5;300;1800'],
    ['WEBHOOK_TIMEOUT_SECONDS', '3600'],
    ['RATE_LIMIT_TOKEN', '0'],
    ['KEY_ENCRYPTION_KEY_ALSO', 'changeme-please'],
    ['KEY_ENCRYPTION_KEY_ALSO', `${random()},${Buffer.alloc(32).toString('base64')}`],
    ['LEAK_REPORT_KEYS', '{"public_keys":[]}'],
    ['AUDIT_RETENTION_DAYS', '29'],
    ['AUDIT_RETENTION_DAYS', 'for ever'],
    ['SIGNING_KEY_ROTATION_DAYS', '0'],
    ['SIGNING_KEY_ROTATION_DAYS', 'ninety'],
    ['SIGNING_KEY_SIZE', '1024'],
    ['SIGNING_KEY_SIZE', '2049'],
    ['SIGNING_KEY_SIZE', 'large'],
    ['ENVIRONMENT', 'Live!'],
  ])('refuse a weak or impossible %s, and do not repeat it', (name, value) => {
    const words = complaint({ [name]: value });
    expect(words).toContain(name);
    if (value.length > 5) expect(words).not.toContain(value);
  });
});

describe('settings of the signing keys', () => {
  it.each([2048, 3072, 4096])('a size of %i', (size) => {
    expect(readSettings({ ...GOOD, SIGNING_KEY_SIZE: String(size) }, readFile).signingKeys.size).toBe(size);
  });

  it('further key-encryption keys, set apart by commas', () => {
    const [one, two] = [random(), random()];
    const settings = readSettings({ ...GOOD, KEY_ENCRYPTION_KEY_ALSO: `${one}, ${two}` }, readFile);
    expect(settings.otherKeyEncryptionKeys).toEqual(
      [one, two].map((key) => new Uint8Array(Buffer.from(key, 'base64'))),
    );
  });
});

describe('secrets from files', () => {
  const NAMES = [
    'DATABASE_URL',
    'REDIS_URL',
    'KEY_ENCRYPTION_KEY',
    'KEY_ENCRYPTION_KEY_ALSO',
    'SECRET_PEPPER',
    'NEXTAUTH_SECRET',
  ] as const;

  it('all of them, with a line break at the end', () => {
    const also = { KEY_ENCRYPTION_KEY_ALSO: random(), REDIS_URL: 'redis://localhost' };
    const inFiles: Record<string, string | undefined> = { ...GOOD };
    for (const name of NAMES) {
      FILES[`/run/${name}`] = `${{ ...GOOD, ...also }[name]}\n`;
      inFiles[name] = undefined;
      inFiles[`${name}_FILE`] = `/run/${name}`;
    }
    expect(readSettings(inFiles, readFile)).toEqual(readSettings({ ...GOOD, ...also }, readFile));
  });

  it.each(NAMES)('refuses %s given both ways, or from a file that is not there or empty', (name) => {
    FILES['/run/secret'] = 'the-content-of-the-file';
    FILES['/run/empty'] = ' \n';
    const both = complaint({ [name]: random(), [`${name}_FILE`]: '/run/secret' });
    expect(both).toContain(`${name} and ${name}_FILE are both set`);
    const gone = complaint({ [name]: undefined, [`${name}_FILE`]: '/run/none' });
    expect(gone).toContain(`${name}_FILE names a file that cannot be read (ENOENT)`);
    const empty = complaint({ [name]: undefined, [`${name}_FILE`]: '/run/empty' });
    expect(empty).toContain(`${name}_FILE names an empty file`);
    for (const words of [both, gone, empty]) {
      expect(words).not.toContain('the-content-of-the-file');
      // One line about it, not two.
      expect(words.trim().split('\n')).toHaveLength(2);
    }
  });

  it('judges what a file holds as it judges a variable, and does not repeat it', () => {
    FILES['/run/weak'] = 'weak-and-secret';
    const words = complaint({ KEY_ENCRYPTION_KEY: undefined, KEY_ENCRYPTION_KEY_FILE: '/run/weak' });
    expect(words).toContain('KEY_ENCRYPTION_KEY must be base64');
    expect(words).not.toContain('weak-and-secret');
  });
});
