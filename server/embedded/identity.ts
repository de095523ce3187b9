import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The user that PostgreSQL runs as when we are root, since it refuses to run as root itself. */
export interface Identity {
  uid: number;
  gid: number;
}

/** @returns undefined for an ordinary user: then PostgreSQL runs as ourselves */
export function unprivilegedIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Whether every folder on the way to `path` may be passed through by that user. */
export function isReachable(path: string, { uid, gid }: Identity): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const passable = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
    if (!passable) return false;
    if (folder === dirname(folder)) return true;
  }
}
