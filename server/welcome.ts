import type { Role } from '@/lib/env';
import type { Demo } from './demo';

/** What a start prints. The only place where a password and a secret are ever written out, once, to the person who asked. */
export function welcome(address: string, role: Role, demo: Demo | undefined): string {
  // A command without it would find, or make, another database.
  const where = process.env.DATA_DIR ? `DATA_DIR=${process.env.DATA_DIR} ` : '';
  const lines = ['', `  Gooclaim Auth is ready: ${address}`, ''];
  if (!demo)
    return [
      ...lines,
      '  Sign-ins and secrets were printed when they were made and are stored only as hashes.',
      `  A tenant of your own: ${where}npm run --silent onboard -- --tenant "Acme TPA" --admin admin@acme.test`,
      '',
    ].join('\n');
  return [
    ...lines,
    '  A demo tenant was made for you. This is printed only now:',
    '',
    role === 'api'
      ? '    Sign in   at the portal, a process with ROLE=portal'
      : `    Sign in   ${address}/login`,
    `    Email     ${demo.email}`,
    `    Password  ${demo.password}`,
    '',
    '  A token:',
    '',
    `curl -X POST ${address}/v1/auth/token -H "Content-Type: application/json" -d '${JSON.stringify({
      grant_type: 'client_credentials',
      client_id: demo.clientId,
      client_secret: demo.clientSecret,
    })}'`,
    '',
  ].join('\n');
}
