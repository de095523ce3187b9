import { runToEnd } from '../../e2e/harness/processes';
import { cores } from './machine';

/** RSA operations of 2048 bits a second, on all cores at once. */
export async function rsaLimit(seconds: number): Promise<{ sign: number; verify: number }> {
  const args = ['speed', '-seconds', String(seconds), '-multi', String(cores()), 'rsa2048'];
  const { code, stdout, stderr } = await runToEnd('openssl', args, { seconds: 20 * seconds + 30 });
  // "rsa 2048 bits 0.000118s 0.000007s …   8446.0 135806.0": sign/s and verify/s; newer ones go on with more columns.
  const header = /^ +(sign .*)$/m.exec(stdout)?.[1]?.trim().split(/\s+/) ?? [];
  const figures = /^rsa +2048 bits +(.+)$/m.exec(stdout)?.[1]?.trim().split(/\s+/) ?? [];
  const [sign, verify] = ['sign/s', 'verify/s'].map((name) => Number(figures[header.indexOf(name)]));
  if (code !== 0 || !sign || !verify)
    throw new Error(`openssl speed said nothing of use:\n${stdout}${stderr}`);
  return { sign, verify };
}
