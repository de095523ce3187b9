import type { Command } from 'commander';
import { type Container, container } from '@/lib/container';
import type { StartOptions } from '@/lib/startup';
import { layFoundation } from '../foundation';
import { Complaint } from './complaint';

/** Commands of one kind. Called without one, or with one that is not there, it says so. */
export function commandGroup(program: Command, name: string, words: string): Command {
  const group = program.command(name).description(words).usage('<command>').argument('[command...]');
  return group.action(([command]: string[]) =>
    group.error(command ? `There is no command ${command}.` : 'Which command?'),
  );
}

/** One command, which takes --json. */
export const command = (group: Command, nameAndArguments: string, words: string): Command =>
  group.command(nameAndArguments).description(words).option('--json', 'prints one JSON object');

/** Does the work of a command with the database running, and gives everything back. */
export async function onGround<T>(
  work: (services: Container) => Promise<T>,
  options: StartOptions = { signingKeys: 'as they are' },
): Promise<T> {
  // Short work that must not be left half-way, with the database running.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const wire = () => {
    const services = container();
    services.waitLong();
    return services;
  };
  const { services, leave } = await layFoundation(undefined, wire, options);
  try {
    return await work(services);
  } finally {
    await leave();
  }
}

/** Prints for a program, or for a person. */
export const say = (json: boolean | undefined, facts: unknown, words: string | string[]): void => {
  process.stdout.write(`${json ? JSON.stringify(facts) : [words].flat().join('\n')}\n`);
};

export const SHOW_SECRET = [
  '--show-secret',
  'prints the secret although this is no terminal: whatever keeps the output, keeps the secret',
] as const;

/**
 * Before anything is made: once it is made, it is too late to say so.
 *
 * @throws Complaint unless there is somebody to read the secret
 */
export function requireReader(showSecret: boolean | undefined): void {
  if (!showSecret && !process.stdout.isTTY)
    throw new Complaint(
      'This prints a secret, and here is no terminal: add --show-secret if the output is kept as secret. Nothing was done.',
    );
}
