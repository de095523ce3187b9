import { describe, expect, it } from 'vitest';
import { guardedLookup, mayConnect } from './remote-key-set-address';

describe('mayConnect', () => {
  it.each(['8.8.8.8', '203.0.114.1', '2606:4700::1111', '::ffff:8.8.8.8'])('lets us go to %s', (address) => {
    expect(mayConnect(address, [])).toBe(true);
  });

  it.each([
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '0.1.2.3', '::1', '::', '::ffff:127.0.0.1', '::127.0.0.1'],
    ...['10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::ffff:10.0.0.1', 'fd00::1', 'fec0::1'],
    // The addresses under which clouds tell a machine its own credentials.
    ...['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16'],
    ...['169.254.1.1', 'fe80::1', 'fe80::1%eth0', '224.0.0.1', 'ff02::1', '255.255.255.255', '240.0.0.1'],
    // IPv4 inside IPv6: NAT64, 6to4, Teredo, SIIT.
    ...['64:ff9b::7f00:1', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::', '::ffff:0:7f00:1'],
    ...['192.0.2.1', '198.18.0.1', '2001:db8::1', '4000::1', '100::1', '', 'localhost', '127.0.0.1.'],
  ])('keeps us from %j', (address) => {
    expect(mayConnect(address, [])).toBe(false);
  });

  it('lets us into the networks the operator named, and into no other', () => {
    const networks = ['10.20.0.0/16', '127.0.0.1', 'fd12::/16'];
    for (const address of ['10.20.3.4', '127.0.0.1', '::ffff:10.20.3.4', 'fd12::1', '8.8.8.8'])
      expect(mayConnect(address, networks), address).toBe(true);
    for (const address of ['10.21.0.1', '127.0.0.2', '169.254.169.254', '::1', 'fd13::1'])
      expect(mayConnect(address, networks), address).toBe(false);
  });
});

describe('guardedLookup', () => {
  const look = (name: string, networks: string[], all: boolean) =>
    new Promise<unknown>((resolve) =>
      guardedLookup(networks)(name, { all }, (fault, address) => resolve(fault?.code ?? address)),
    );

  it.each([true, false])('gives no address that is not public, asked for all of them: %s', async (all) => {
    expect(await look('localhost', [], all)).toBe('ADDRESS_NOT_PUBLIC');
  });

  it('gives those of the networks that are allowed, and no other of the same name', async () => {
    expect(await look('localhost', ['127.0.0.0/8'], true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await look('localhost', ['127.0.0.0/8'], false)).toBe('127.0.0.1');
  });

  it('says that a name is not known', async () => {
    expect(await look('no-such-host.invalid', [], true)).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
  });
});
