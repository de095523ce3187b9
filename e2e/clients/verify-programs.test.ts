import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { CHECKOUT } from '../harness/checkout';
import { forge } from '../harness/forgeries';
import { decodeSegments, encode } from '../harness/jwt';
import { sampleOf } from '../harness/page-sample';
import { Portal } from '../harness/portal';
import { runToEnd, versionOf } from '../harness/processes';
import { pythonWith } from '../harness/python';
import { plainEnvironment } from '../harness/service';
import { newClient, SERVER } from '../harness/shared';
import { startTokenIssuer } from '../harness/token-issuer';
import { getToken } from '../harness/wire';

const ISSUER: string = (await call(`${SERVER}/.well-known/openid-configuration`)).json.issuer;
const PAGE = (await new Portal(SERVER).call('/docs/verify')).text;

interface Language {
  name: string;
  /** Debian's package of the library. */
  debian: string;
  /** Where it is to be had; undefined when it is not installed. */
  program(): Promise<string | undefined>;
  args: string[];
  /** Where the part begins that a call of an API goes through. */
  each: string;
  /** The whole, with that part run for each of `TOKENS`. It prints what the page's program prints, or `refused`. */
  many(once: string, each: string): string;
  /** Asks the library whether it is an old one, which fetches the keys for every `kid` it does not know. */
  floods?: string;
}

const LANGUAGES: Language[] = [
  {
    name: 'JavaScript',
    debian: 'none: it is here with npm install',
    program: async () => process.execPath,
    args: ['--input-type=module', '-e'],
    each: 'const { payload } =',
    many: (once, each) => `${once}
for (const TOKEN of JSON.parse(process.env.TOKENS)) {
  process.env.TOKEN = TOKEN;
  try { ${each} } catch (refusal) { console.log('refused'); console.error(refusal.message); }
}`,
  },
  {
    name: 'Python',
    debian: 'python3-jwt',
    program: () => pythonWith('jwt, cryptography'),
    args: ['-c'],
    each: 'token = os.environ["TOKEN"]',
    many: (once, each) => `${once}
import json, sys
for os.environ["TOKEN"] in json.loads(os.environ["TOKENS"]):
    try:
        exec(${JSON.stringify(each)})
    except (jwt.PyJWTError, PermissionError) as refusal:
        print("refused")
        print(refusal, file=sys.stderr)
`,
    floods: 'import jwt; print(not hasattr(jwt.PyJWKClient("http://localhost"), "cooldown_duration"))',
  },
  {
    name: 'Ruby',
    debian: 'ruby-jwt',
    program: async () =>
      (await versionOf('ruby', '-e', 'require "jwt"; puts "there"')) ? 'ruby' : undefined,
    args: ['-e'],
    each: 'claims, header = JWT.decode(',
    many: (once, each) => `${once}
JSON.parse(ENV.fetch('TOKENS')).each do |token|
  ENV['TOKEN'] = token
  begin
    ${each}
  rescue JWT::DecodeError, RuntimeError => refusal
    puts 'refused'
    warn refusal.message
  end
end`,
  },
];

describe.concurrent.each(LANGUAGES)('the program that verifies in $name', (language) => {
  const { name, debian, args, each, many, floods } = language;
  const published = sampleOf(PAGE, `Verify a token (${name})`);
  const run = (program: string, code: string, env: Record<string, string>) =>
    // Beside our packages, as if installed.
    runToEnd(program, [...args, code], { cwd: CHECKOUT, env: plainEnvironment(env) });

  test('as published: a token of the service, and not when it was tampered with', async ({ skip }) => {
    const program = await language.program();
    if (!program) return skip(said(name, debian));
    const TOKEN = await getToken(SERVER, await newClient());
    const { payload } = decodeSegments(TOKEN);
    expect(await run(program, published, { TOKEN })).toMatchObject({
      code: 0,
      stdout: `${payload.tenant_id}\n`,
    });
    const tampered = await run(program, published, { TOKEN: withTenant(TOKEN, 'ten_other') });
    expect(tampered).toMatchObject({ code: 1, stdout: '' });
    expect(tampered.stderr).toMatch(/signature verification (failed|raised)/i);
  });

  test('refuses all that it must, and a flood of unknown keys fetches nothing', async ({
    skip,
    onTestFinished,
  }) => {
    const program = await language.program();
    if (!program) return skip(said(name, debian));
    const issuer = await startTokenIssuer();
    onTestFinished(issuer.close);
    const { token, now } = issuer;
    const good = await token();
    const cases: Record<string, string> = {
      good,
      'tampered with': withTenant(good, 'ten_other'),
      'of another key with the same kid': forge(good),
      'without a signature': `${encode({ alg: 'none', typ: 'JWT', kid: 'key_1' })}.${good.split('.')[1]}.`,
      expired: await token({ iat: now - 700, exp: now - 100 }),
      'without an end': await token({ exp: undefined }),
      'for another API': await token({ aud: 'another-api' }),
      'of another issuer': await token({ iss: `${issuer.origin}/` }),
      'no access token': await token({}, { typ: 'logout+jwt' }),
      'a person’s': await token({ token_use: 'human' }),
      'without the scope': await token({ scope: 'workflow:readonly' }),
      'without a tenant': await token({ tenant_id: undefined }),
      'good again': good,
    };
    const flood = await Promise.all(Array.from({ length: 5 }, (_, i) => token({}, { kid: `unknown_${i}` })));
    const code = published.replaceAll(ISSUER, issuer.origin);
    const split = code.indexOf(each);
    expect(split).toBeGreaterThan(0);
    const ran = await run(program, many(code.slice(0, split), code.slice(split)), {
      TOKENS: JSON.stringify([...Object.values(cases), ...flood]),
    });
    expect(ran.code, ran.stderr).toBe(0);
    const verdicts = ran.stdout.trim().split('\n');
    expect(Object.fromEntries(Object.keys(cases).map((word, i) => [word, verdicts[i]]))).toEqual(
      Object.fromEntries(
        Object.keys(cases).map((word) => [word, word.startsWith('good') ? 'ten_1' : 'refused']),
      ),
    );
    expect(verdicts.slice(Object.keys(cases).length)).toEqual(flood.map(() => 'refused'));
    const unbounded = floods && (await run(program, floods, {})).stdout.trim() === 'True';
    expect(issuer.fetches()).toBe(unbounded ? 1 + flood.length : 1);
  });
});

/** The signature as it was, over another tenant. */
function withTenant(token: string, tenant_id: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode({ ...decodeSegments(token).payload, tenant_id })}.${signature}`;
}

/** Why it is left out, where people look. */
function said(name: string, debian: string): string {
  const reason = `the program that verifies in ${name}: its library is not installed (Debian: ${debian})`;
  console.log(`skipped: ${reason}`);
  return reason;
}
