import { spawn } from 'node:child_process';

/**
 * Runs a program to its end; what it prints goes to standard error, which leaves standard output to the command that
 * was asked for (`onboard --json` prints one object and nothing else).
 */
export function run(program, args, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        if (quiet) printed.push(chunk);
        else process.stderr.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(printed));
      reject(new Error(`${program} ${args.join(' ')} failed (exit code ${code}).`));
    });
  });
}

export const say = (words) => process.stderr.write(`${words}\n`);
