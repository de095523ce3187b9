import { beforeAll, describe, expect, test } from 'vitest';
import { doors, newClient } from '../harness/shared';
import { bearer, expectInactive, getToken, introspect, JSON_TYPE } from '../harness/wire';
import { LANGUAGES, readSample, runSample } from './run-sample';
import { skipSaying, useTlsFront } from './use-tls-front';

const request = readSample('002-introspect.request.json');
/** Cut short in its payload and signed by nobody: no service could call it active. */
const sample: string = JSON.parse(request).token;

const INACTIVE = /["']?active["']?\s*(:|=>)\s*false/i;
const ACTIVE = /["']?active["']?\s*(:|=>)\s*true/i;

describe.each(doors)('seed 002, "Inspect a token\'s claims", through $name', ({ origin }) => {
  const front = useTlsFront(origin);
  let own: string;
  beforeAll(async () => {
    own = await getToken(origin, await newClient());
  });

  test('the sample request gives {"active":false} and nothing else', async () => {
    expectInactive(await introspect(origin, { headers: { ...bearer(own), ...JSON_TYPE }, body: request }));
  });

  describe.each(LANGUAGES)('the $name sample', (language) => {
    test('prints that its token is inactive', async (context) => {
      const missing = await language.missing();
      if (missing) skipSaying(missing, `the ${language.name} sample`, context);
      const printed = await runSample('002-introspect', language, front(), { '<token>': own });
      expect(printed).toMatch(INACTIVE);
      expect(printed).not.toMatch(/tenant_id|user@example/);
    });

    test('prints that a token of ours, put in its place, is active', async (context) => {
      const missing = await language.missing();
      if (missing) skipSaying(missing, `the ${language.name} sample`, context);
      const printed = await runSample('002-introspect', language, front(), { '<token>': own, [sample]: own });
      expect(printed).toMatch(ACTIVE);
      expect(printed).toMatch(/tenant_id/);
    });
  });
});
