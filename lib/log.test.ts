import { describe, expect, it } from 'vitest';
import { createLog } from './log';

function capture(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

const CANARY = 'gcs_live_CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARY';

describe('log', () => {
  it('never writes a secret, a token, a password, a cookie or a URL, at whatever depth', () => {
    const written = capture((log) =>
      log.error(
        {
          client_secret: CANARY,
          request: { authorization: CANARY, body: { token: CANARY, password: CANARY } },
          url: CANARY,
          cookie: CANARY,
          form: {
            secret: CANARY,
            refresh_token: CANARY,
            code_verifier: CANARY,
            confirmation: CANARY,
          },
          answer: { body: { code: CANARY } },
        },
        'refused',
      ),
    );
    expect(written).toContain('refused');
    expect(written).not.toContain('CANARY');
  });

  it("names a database fault without the statement's parameters", () => {
    const cause = Object.assign(new Error(`duplicate key (${CANARY})`), {
      severity: 'ERROR',
      code: '23505',
      query: CANARY,
    });
    const written = capture((log) => log.error({ err: new Error('outer', { cause }) }, 'fault'));
    expect(written).toContain('23505');
    expect(written).toContain('outer');
    expect(written).not.toContain('CANARY');
  });
});
