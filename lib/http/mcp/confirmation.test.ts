import { describe, expect, it } from 'vitest';
import type { McpCaller } from './caller';
import { newConfirmation, useConfirmation } from './confirmation';

const MINUTE = 60_000;
const PERSON = { userId: 'usr_1', tenantId: 'ten_1', role: 'developer' };
const callerOf = (actor: object, clientId: string) =>
  ({ actor, clientId, scopes: [], jti: 'tok_1' }) as never;
const byApp = (app: string): McpCaller => callerOf(PERSON, app);
const WHAT = { clientId: 'client_1', currentSecretId: 'sec_1', overlapSeconds: 3600, thumbprint: 'x' };

function servicesAt(now: number, used = new Set<string>()) {
  const firstUse = async ({ owner, jti }: { owner: string; jti: string }) => {
    const isFirst = !used.has(`${owner} ${jti}`);
    used.add(`${owner} ${jti}`);
    return isFirst;
  };
  return { pepper: new Uint8Array(32), clock: () => now, replays: { firstUse, forget: async () => {} } };
}

describe('a confirmation', () => {
  const { confirmation } = newConfirmation(WHAT, byApp('app_1'), servicesAt(0));
  const used = (now: number, caller = byApp('app_1'), what: object = WHAT, pepper = 0) =>
    useConfirmation(confirmation, { ...WHAT, ...what }, caller, {
      ...servicesAt(now),
      pepper: new Uint8Array(32).fill(pepper),
    });

  it('is good for five minutes, and not for one moment longer', async () => {
    await expect(used(5 * MINUTE - 1)).resolves.toBeUndefined();
    await expect(used(5 * MINUTE)).rejects.toMatchObject({ status: 409 });
  });

  it('is good once', async () => {
    const services = servicesAt(0);
    await useConfirmation(confirmation, WHAT, byApp('app_1'), services);
    await expect(useConfirmation(confirmation, WHAT, byApp('app_1'), services)).rejects.toMatchObject({
      status: 409,
    });
  });

  it.each<[string, Parameters<typeof used>]>([
    ['another app of the same person', [0, byApp('app_2')]],
    ['another person', [0, callerOf({ ...PERSON, userId: 'usr_2' }, 'app_1')]],
    ['a machine', [0, callerOf({ clientId: 'usr_1 app_1', tenantId: 'ten_2' }, 'app_1')]],
    ['another client', [0, undefined, { clientId: 'client_2' }]],
    ['another secret', [0, undefined, { currentSecretId: 'sec_2' }]],
    ['another overlap', [0, undefined, { overlapSeconds: 86_400 }]],
    ['another key', [0, undefined, { thumbprint: 'y' }]],
    ['another installation', [0, undefined, {}, 1]],
  ])('is not for %s', async (_, call) => {
    await expect(used(...call)).rejects.toMatchObject({ status: 400 });
  });

  it('of somebody’s own making is none', async () => {
    const [nonce, , seal] = confirmation.split('.');
    for (const text of ['', '..', confirmation.slice(1), `${nonce}.zzzzzzzz.${seal}`, `${nonce}.NaN.${seal}`])
      await expect(useConfirmation(text, WHAT, byApp('app_1'), servicesAt(0))).rejects.toMatchObject({
        status: 400,
      });
  });
});
