import { spawn } from 'node:child_process';

/**
 * Runs a program to its end; what it prints goes to standard error, which leaves standard output to the command that
 * was asked for (`onboard --json` prints one object and nothing else).
 */
export function run(program, args, { env = process.env, quiet = false, output = process.stderr } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        if (quiet) printed.push(chunk);
        else output.write(chunk);
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

/** What a program says while another has the floor: kept until `release`, and told as it comes from then on. */
export function heldOutput() {
  let held = [];
  return {
    write: (chunk) => (held ? held.push(chunk) : process.stderr.write(chunk)),
    release() {
      for (const chunk of held ?? []) process.stderr.write(chunk);
      held = undefined;
    },
  };
}
