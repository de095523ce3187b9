import { beforeAll } from 'vitest';
import { type App, type AppTokens, refresh, registerApp } from './apps';
import { call } from './call';
import { join } from './people';
import type { Portal } from './portal';
import { demoPortal, newClient, SERVER } from './shared';
import { bearer, expectInactive, expectRefusal, getToken, inspect } from './wire';

export const USERINFO = '/v1/auth/userinfo';

export const userinfo = (token: string, origin = SERVER) =>
  call(`${origin}${USERINFO}`, { headers: bearer(token) });

/** An app of the demo tenant, people who sign in to it, and a machine that asks what their tokens are worth. */
export interface AppScene {
  owner: Portal;
  app: App;
  /** Somebody for whatever leaves their portal session alone. */
  anybody: Portal;
  /** Somebody new. */
  person(role?: 'viewer' | 'developer'): Promise<Portal>;
  /** The machine's own token. */
  machine: string;
  isActive(tokens: Pick<AppTokens, 'access_token'>): Promise<boolean>;
  /** Nothing of a sign-in works any more. */
  expectEnded(tokens: AppTokens): Promise<void>;
}

/** Filled before the first test of a file. */
export function useAppScene(): AppScene {
  const scene: Partial<AppScene> = {};
  beforeAll(async () => {
    const owner = await demoPortal();
    const person = (role: 'viewer' | 'developer' = 'viewer') => join(owner, role);
    const app = await registerApp(owner);
    const machine = await getToken(SERVER, await newClient());
    const asked = (token: string) => inspect(SERVER, machine, token);
    Object.assign(scene, {
      ...{ owner, app, person, machine, anybody: await person() },
      isActive: async ({ access_token }) => (await asked(access_token)).json.active,
      expectEnded: async (tokens) => {
        expectInactive(await asked(tokens.access_token));
        expectRefusal(await refresh(SERVER, app, tokens.refresh_token), 400, 'invalid_grant');
        expectRefusal(await userinfo(tokens.access_token), 401, 'invalid_token');
      },
    } satisfies AppScene);
  });
  return scene as AppScene;
}
