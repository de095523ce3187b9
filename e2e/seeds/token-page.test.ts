import { beforeAll, describe, expect, test } from 'vitest';
import { doors, newClient } from '../harness/shared';
import { type Credentials, inspect } from '../harness/wire';
import { LANGUAGES, runSample } from './run-sample';
import { skipSaying, useTlsFront } from './use-tls-front';

describe.each(doors)('seed 001, "Exchange credentials for a JWT", through $name', ({ origin }) => {
  const front = useTlsFront(origin);
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
  });

  describe.each(LANGUAGES)('the $name sample', (language) => {
    test('prints a token that is active', async (context) => {
      const missing = await language.missing();
      if (missing) skipSaying(missing, `the ${language.name} sample`, context);
      const printed = await runSample('001-token', language, front(), {
        gooclaim_app_12345: client.client_id,
        'S3cureP@ssw0rd!': client.client_secret,
      });
      expect(printed).toContain('workflow:read audit:read');
      expect(printed).toContain('3600');
      const [token = ''] = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(printed) ?? [];
      expect((await inspect(origin, token, token)).json).toMatchObject({
        active: true,
        sub: client.client_id,
      });
    });
  });
});
