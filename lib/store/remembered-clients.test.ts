import { describe, expect, it } from 'vitest';
import type { ClientStore } from '../oauth/ports';
import type { SubjectClaims, SubjectState } from '../token/checks';
import type { ClientReading } from './client-cache';
import { createRememberedClients } from './remembered-clients';

const CLAIMS: SubjectClaims = {
  use: 'machine',
  tenantId: 'ten_1',
  subjectId: 'client_1',
  credentialId: 'sec_1',
  jti: 'tok_1',
};
const FROM_DATABASE: SubjectState = {
  subject: 'disabled',
  tenant: 'active',
  credential: 'unknown',
  revoked: true,
  notBefore: 0,
};

function setup() {
  const reading: ClientReading = {
    tenant: {
      tenantId: 'ten_1',
      tenantStatus: 'active',
      secretsAllowed: true,
      selfRotation: true,
      secretOverlapSeconds: 60,
      mark: 5_000,
    },
    client: {
      id: 'client_1',
      status: 'active',
      scopes: ['a'],
      profile: 'gooclaim',
      opencrvsIssuer: '',
      opencrvsAudience: [],
      tokenLifeSeconds: null,
      tokenTyp: 'JWT',
      dpopBoundAccessTokens: false,
      allowedNetworks: [],
      resources: [],
      jwks: null,
      jwksUri: null,
      mark: 3_000,
      secrets: [
        { id: 'sec_1', digest: Buffer.alloc(32, 200), expiresAt: null, retiredAt: null, notBefore: 9_000 },
        { id: 'sec_2', digest: Buffer.alloc(32, 1), expiresAt: null, retiredAt: new Date(7), notBefore: 0 },
      ],
    },
  };
  const world = {
    now: 10_500,
    provenAt: 10_000 as number | undefined,
    revoked: new Set<string>(),
    reading,
    reads: 0,
    machineReads: 0,
    /** Awaited in the middle of each reading. */
    meanwhile: async () => {},
  };
  const { memory, ...remembered } = createRememberedClients(
    {
      readClient: async () => {
        world.reads++;
        const { tenant, client } = world.reading;
        await world.meanwhile();
        return { tenant: { ...tenant }, client: { ...client } };
      },
      readMachine: async () => {
        world.machineReads++;
        return FROM_DATABASE;
      },
      readPerson: async () => FROM_DATABASE,
      findSecretOwner: async () => undefined,
      isResource: async () => true,
    },
    () => world.now,
    { provenAt: () => world.provenAt, isNotRevoked: (jti) => !world.revoked.has(jti) },
  );
  /** What is read is kept long after the answer. */
  const kept = async <T>(answer: Promise<T>): Promise<T> => {
    const given = await answer;
    await new Promise((resolve) => setTimeout(resolve, 60));
    return given;
  };
  const clients: ClientStore = {
    ...remembered,
    findClient: (id) => kept(remembered.findClient(id)),
    findSubject: (claims) => kept(remembered.findSubject(claims)),
  };
  return { world, memory, clients };
}

describe('remembered clients', () => {
  it('recalls exactly what was read', async () => {
    const { clients } = setup();
    expect(clients.recallClient('client_1')).toBeUndefined();
    const read = await clients.findClient('client_1');
    expect(clients.recallClient('client_1')).toEqual(read);
    expect(read).toMatchObject({ notBefore: 5_000, secrets: [{ digest: Buffer.alloc(32, 200) }, {}] });
  });

  it.each([
    ['itself', { what: 'client', id: 'client_1' }],
    ['its tenant', { what: 'tenant', id: 'ten_1' }],
    ['all of them', { what: 'clients' }],
  ] as const)(
    'forgets a client at news of %s, and keeps no reading that the news overtook',
    async (_whom, change) => {
      const { clients, memory, world } = setup();
      await clients.findClient('client_1');
      memory.apply(change);
      expect(clients.recallClient('client_1')).toBeUndefined();
      world.meanwhile = async () => memory.apply(change);
      await clients.findClient('client_1');
      expect(clients.recallClient('client_1')).toBeUndefined();
      world.meanwhile = async () => {};
      await clients.findClient('client_1');
      expect(clients.recallClient('client_1')).toBeDefined();
      memory.apply({ what: 'client', id: 'client_2' });
      memory.apply({ what: 'tenant', id: 'ten_2' });
      expect(clients.recallClient('client_1')).toBeDefined();
      memory.forgetAll();
      expect(clients.recallClient('client_1')).toBeUndefined();
    },
  );

  it('believes a later reading of a tenant, for its other clients too', async () => {
    const { clients, world } = setup();
    await clients.findClient('client_1');
    const { tenant, client } = world.reading;
    world.reading = {
      tenant: { ...tenant, tenantStatus: 'suspended' },
      client: { ...client, id: 'client_2' },
    };
    await clients.findClient('client_2');
    expect(clients.recallClient('client_1')).toBeUndefined();
    expect(clients.recallClient('client_2')).toMatchObject({ tenantStatus: 'suspended' });
  });

  it('recalls nothing unless every change up to this second is known', async () => {
    const { clients, world } = setup();
    await clients.findClient('client_1');
    world.provenAt = 9_999;
    expect(clients.recallClient('client_1')).toBeUndefined();
    world.provenAt = undefined;
    expect(clients.recallClient('client_1')).toBeUndefined();
  });

  it('answers for a good token from one reading of its client, and asks the database for every no', async () => {
    const { clients, world } = setup();
    const good = {
      subject: 'active',
      tenant: 'active',
      credential: 'live',
      revoked: false,
      notBefore: 9_000,
    };
    expect(await clients.findSubject(CLAIMS)).toEqual(good);
    expect(await clients.findSubject(CLAIMS)).toEqual(good);
    expect(await clients.findSubject({ ...CLAIMS, credentialId: 'sec_2' })).toMatchObject({
      credential: 'retired',
    });
    expect(await clients.findSubject({ ...CLAIMS, credentialId: 'jwk_x' })).toMatchObject({
      credential: 'live',
      notBefore: 5_000,
    });
    expect([world.reads, world.machineReads]).toEqual([1, 0]);

    world.revoked.add('tok_2');
    for (const no of [{ jti: 'tok_2' }, { jti: '' }, { tenantId: 'ten_2' }, { credentialId: 'sec_9' }])
      expect(await clients.findSubject({ ...CLAIMS, ...no })).toBe(FROM_DATABASE);
    world.provenAt = undefined;
    expect(await clients.findSubject(CLAIMS)).toBe(FROM_DATABASE);
    expect([world.reads, world.machineReads]).toEqual([1, 5]);
  });
});
