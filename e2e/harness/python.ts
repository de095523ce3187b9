import { versionOf } from './processes';

/** The interpreter that has a library: the one in use, or the system's, which Debian's packages are for. */
export async function pythonWith(library: string): Promise<string | undefined> {
  for (const program of ['python3', '/usr/bin/python3'])
    if (await versionOf(program, '-c', `import ${library}; print("there")`)) return program;
  return undefined;
}
