import { expect } from 'vitest';
import { CHECKOUT, RUN } from './checkout';
import { type Finished, runToEnd } from './processes';
import { plainEnvironment } from './service';

export interface Onboarded {
  tenant_id: string;
  client_id: string;
  client_secret: string;
  scope: string;
  admin: { email: string; password: string };
}

/** `npm run --silent onboard -- …` */
export const runOnboard = (
  dataDir: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Finished> =>
  runToEnd(process.execPath, [RUN, 'onboard', ...args], {
    cwd: CHECKOUT,
    env: plainEnvironment({ DATA_DIR: dataDir, ...env }),
  });

/** A tenant with its admin and its first client. */
export async function onboard(
  dataDir: string,
  tenant: string,
  admin: string,
  options: string[] = [],
): Promise<Onboarded> {
  const { code, stdout, stderr } = await runOnboard(dataDir, [
    '--tenant',
    tenant,
    '--admin',
    admin,
    '--json',
    ...options,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}
