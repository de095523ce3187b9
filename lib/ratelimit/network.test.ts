import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureKey, isNetwork, networkOf, withinNetworks } from './network';

/** Addresses as the numbers they are, so that what they are compared with is arithmetic and not the code in question. */
interface Address {
  width: 32 | 128;
  bits: bigint;
}

const address = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((bits): Address => ({ width: 32, bits })),
  fc
    .bigInt({ min: 0n, max: 2n ** 128n - 1n })
    // What has 96 bits like these is an IPv4 address in IPv6 form.
    .filter((bits) => bits >> 32n !== 0xffffn)
    .map((bits): Address => ({ width: 128, bits })),
);

const hexGroups = (bits: bigint) =>
  Array.from({ length: 8 }, (_, group) => ((bits >> BigInt(112 - 16 * group)) & 0xffffn).toString(16));
const dotted = (bits: bigint) =>
  Array.from({ length: 4 }, (_, octet) => Number((bits >> BigInt(24 - 8 * octet)) & 0xffn)).join('.');

/** All the ways a socket or a proxy may write one address. */
const spellings = ({ width, bits }: Address): string[] =>
  width === 32
    ? [
        dotted(bits),
        `::ffff:${dotted(bits)}`,
        `::FFFF:${dotted(bits)}`,
        hexGroups((0xffffn << 32n) | bits).join(':'),
      ]
    : [
        hexGroups(bits).join(':'),
        hexGroups(bits).join(':').toUpperCase(),
        hexGroups(bits)
          .map((group) => group.padStart(4, '0'))
          .join(':'),
        new URL(`http://[${hexGroups(bits).join(':')}]`).hostname.slice(1, -1),
      ];

const shares = (one: Address, other: Address, prefix: number): boolean => {
  const rest = BigInt(one.width - Math.min(prefix, one.width));
  return one.width === other.width && one.bits >> rest === other.bits >> rest;
};

/** One near another: beyond chance, on either side of a block's edge. */
const neighbour = (from: Address) =>
  fc.nat({ max: from.width - 1 }).map((bit): Address => ({ ...from, bits: from.bits ^ (1n << BigInt(bit)) }));

const NO_NETWORKS = [
  ...['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/8,', '10.0.0.0/8 ', '/8'],
  ...['::/129', '::/', 'fe80::1%eth0', '::g/64', '', 'all', '*'],
];

describe('networkOf', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['unknown', 'unknown'],
    ['', 'unknown'],
  ])('counts %s as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('failureKey', () => {
  it('has a bounded number of places a network, however many ids are invented', () => {
    const keys = new Set(Array.from({ length: 50_000 }, (_, n) => failureKey('10.0.0.7', `client_${n}`)));
    expect(keys.size).toBeGreaterThan(4_000);
    expect(keys.size).toBeLessThanOrEqual(4_096);
  });

  it('keeps networks apart', () => {
    expect(failureKey('10.0.0.7', 'client_1')).not.toBe(failureKey('10.0.0.8', 'client_1'));
  });
});

describe('withinNetworks', () => {
  const pair = address.chain((block) =>
    fc.tuple(
      fc.constant(block),
      fc.oneof(neighbour(block), address, fc.constant(block)),
      fc.nat({ max: block.width }),
      fc.nat({ max: 3 }),
    ),
  );

  it('agrees with the bits, however the address is written (property)', () => {
    fc.assert(
      fc.property(pair, ([block, caller, prefix, spelling]) => {
        const [text = ''] = spellings(block);
        const network = `${text}/${prefix}`;
        expect(isNetwork(network)).toBe(true);
        expect(withinNetworks(spellings(caller)[spelling] ?? '', [network])).toBe(
          shares(block, caller, prefix),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('takes one address for a block of itself, in whichever form it is configured (property)', () => {
    fc.assert(
      fc.property(pair, ([block, caller, , spelling]) => {
        const network = spellings(block)[spelling] ?? '';
        expect(withinNetworks(spellings(caller)[0] ?? '', [network])).toBe(
          shares(block, caller, block.width),
        );
      }),
    );
  });

  it('is true where one of several blocks has it, and everywhere when there are none (property)', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 4 }), address, (blocks, caller) => {
        const [text = ''] = spellings(caller);
        const networks = blocks.map(([block, , prefix]) => `${spellings(block)[0]}/${prefix}`);
        expect(withinNetworks(text, networks)).toBe(
          blocks.some(([block, , prefix]) => shares(block, caller, prefix)),
        );
        expect(withinNetworks(text, [])).toBe(true);
      }),
    );
  });

  it('has nobody in what is no block, and nothing in any that is no address', () => {
    for (const text of NO_NETWORKS) {
      expect({ text, within: withinNetworks('10.0.0.7', [text]) }).toEqual({ text, within: false });
      expect({ text, within: withinNetworks('::1', [text]) }).toEqual({ text, within: false });
    }
    for (const text of ['', 'unknown', '10.0.0.256', '::g', '10.0.0.7/8', '10.0.0.7, 10.0.0.8'])
      expect({ text, within: withinNetworks(text, ['0.0.0.0/0', '::/0']) }).toEqual({ text, within: false });
  });

  it('never throws (property)', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%]{0,20}$/));
    fc.assert(
      fc.property(text, text, (caller, network) => {
        expect(typeof withinNetworks(caller, [network])).toBe('boolean');
        expect(typeof networkOf(caller)).toBe('string');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('isNetwork', () => {
  it.each(NO_NETWORKS)('refuses %j', (text) => expect(isNetwork(text)).toBe(false));
});
