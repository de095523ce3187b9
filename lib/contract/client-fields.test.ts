import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedNetworksSchema,
  audienceSchema,
  jwksSchema,
  jwksUriSchema,
  resourcesSchema,
  tokenLifeSchema,
} from './client-fields';

type Schema = { safeParse(input: unknown): { success: boolean; data?: unknown } };

const accepts = (schema: Schema, input: unknown): boolean => schema.safeParse(input).success;

/** What the form accepts it would accept again, and does not change a second time. */
function expectSettled(schema: Schema, input: unknown): void {
  const once = schema.safeParse(input);
  if (once.success) expect(schema.safeParse(once.data)).toEqual(once);
}

const dotted = (bits: number) => [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
const grouped = (bits: bigint) =>
  Array.from({ length: 8 }, (_, group) => ((bits >> BigInt(112 - 16 * group)) & 0xffffn).toString(16)).join(
    ':',
  );
/** Often with few bits set, so that there are blocks without host bits. */
const sparse = (width: number) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n }), fc.nat({ max: width }))
    .map(([bits, cleared]) => (bits >> BigInt(cleared)) << BigInt(cleared));
const hostBits = (bits: bigint, width: number, prefix: number) => bits & (2n ** BigInt(width - prefix) - 1n);

describe('allowed networks', () => {
  it('are blocks without host bits (property)', () => {
    fc.assert(
      fc.property(sparse(32), fc.nat({ max: 40 }), (bits, prefix) => {
        expect(accepts(allowedNetworksSchema, [`${dotted(Number(bits))}/${prefix}`])).toBe(
          prefix <= 32 && hostBits(bits, 32, prefix) === 0n,
        );
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(sparse(128), fc.nat({ max: 140 }), (bits, prefix) => {
        expect(accepts(allowedNetworksSchema, [`${grouped(bits)}/${prefix}`])).toBe(
          prefix <= 128 && hostBits(bits, 128, prefix) === 0n,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('are single addresses too (property)', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => void expect(accepts(allowedNetworksSchema, [text])).toBe(true)),
    );
    // IPv4 written as IPv6 is refused: no caller is ever seen by such an address.
    const plainIPv6 = fc.ipV6().filter((text) => !text.includes('.'));
    fc.assert(
      fc.property(plainIPv6, (text) => void expect(accepts(allowedNetworksSchema, [text])).toBe(true)),
    );
  });

  it.each([
    '010.0.0.0/8',
    '10/8',
    '10.1',
    '0x0a.0.0.0/8',
    '167772160',
    'fe80::1%eth0',
    '10.0.0.0/',
    'localhost',
  ])('are nothing that reads in two ways: %j', (text) =>
    expect(accepts(allowedNetworksSchema, [text])).toBe(false),
  );
});

describe('resources', () => {
  it('are https addresses, or http on this machine, without fragment or user (property)', () => {
    const address = fc.record({
      scheme: fc.constantFrom('https', 'http', 'HTTPS', 'ftp', 'javascript', 'urn', 'file'),
      user: fc.constantFrom('', '', 'u@', 'u:p@', ':p@'),
      host: fc.constantFrom(
        'api.example',
        'localhost',
        '127.0.0.1',
        'localhost.example',
        '127.0.0.1.example',
      ),
      port: fc.constantFrom('', ':8443'),
      path: fc.constantFrom('', '/', '/claims', '/a/../b', '/?q=1', '?q=1'),
      fragment: fc.constantFrom('', '', '#', '#x'),
    });
    fc.assert(
      fc.property(address, ({ scheme, user, host, port, path, fragment }) => {
        const text = `${scheme}://${user}${host}${port}${path}${fragment}`;
        const local = host === 'localhost' || host === '127.0.0.1';
        const secure = scheme.toLowerCase() === 'https' || (scheme === 'http' && local);
        // One spelling each; a missing slash after the host is the only liberty.
        const settled = URL.canParse(text) && [text, `${text}/`].includes(new URL(text).href);
        expect(accepts(resourcesSchema, [text]), text).toBe(
          secure && user === '' && fragment === '' && settled,
        );
        expect(accepts(resourcesSchema, [text, ` ${text}`])).toBe(false);
        expectSettled(resourcesSchema, [` ${text} `]);
        if (accepts(jwksUriSchema, text))
          expect(new URL(text)).toMatchObject({ protocol: 'https:', username: '' });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an audience of the OpenCRVS profile', () => {
  it("never is this service's own, however it is padded (property)", () => {
    const blank = fc.stringMatching(/^[ \t\n\r]{0,3}$/);
    fc.assert(
      fc.property(blank, blank, fc.string(), (before, after, other) => {
        expect(accepts(audienceSchema, [`${before}gooclaim-api${after}`])).toBe(false);
        expectSettled(audienceSchema, [other]);
        const read = audienceSchema.safeParse([other]);
        if (read.success) expect(read.data[0]).toMatch(/^[!-~]+$/);
      }),
    );
  });
});

describe('a key set', () => {
  const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };

  it('is kept as it was pasted, unless a private or symmetric member is in any of its keys (property)', () => {
    const members = fc.dictionary(
      fc.constantFrom('d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'x5c', 'note', 'n', 'D'),
      fc.oneof(
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.array(fc.string()),
      ),
      { noNullPrototype: true, maxKeys: 2 },
    );
    fc.assert(
      fc.property(fc.array(members, { minLength: 1, maxLength: 4 }), (extras) => {
        const keys = extras.map((extra, index) => ({ ...key, kid: String(index), ...extra }));
        const isPrivate = extras.some((extra) =>
          Object.keys(extra).some((name) => /^(d|p|q|dp|dq|qi|oth|k)$/.test(name)),
        );
        const read = jwksSchema.safeParse({ keys });
        expect(read.success).toBe(!isPrivate);
        if (read.success) expect(read.data).toEqual({ keys });
      }),
    );
  });

  it('holds nothing that is nested: compared with what is stored, it would break', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    for (const note of [deep, { a: 1 }, null])
      expect(accepts(jwksSchema, { keys: [{ ...key, note }] })).toBe(false);
  });

  it.each([
    ['no key', []],
    ['eleven keys', Array.from({ length: 11 }, () => key)],
    [
      'one kid twice',
      [
        { ...key, kid: 'a' },
        { ...key, kid: 'a' },
      ],
    ],
    ['a symmetric key', [{ kty: 'oct', k: 'AA' }]],
    ['a key to encrypt with', [{ ...key, use: 'enc' }]],
  ])('is refused with %s', (_case, keys) => expect(accepts(jwksSchema, { keys })).toBe(false));
});

describe('the life of a token', () => {
  it('is a whole number of seconds from a minute to a day (property)', () => {
    const edge = fc.constantFrom(59, 60, 86_400, 86_401);
    fc.assert(
      fc.property(fc.oneof(edge, fc.integer({ min: -1, max: 100_000 }), fc.double(), fc.string()), (life) => {
        expect(accepts(tokenLifeSchema, life)).toBe(
          Number.isInteger(life) && Number(life) >= 60 && Number(life) <= 86_400,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
