import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './process.mjs';

/** A pid of 0 or our own is no other process: the lock was left empty, or by one before us with the same number. */
function isHeld(pid) {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process of this checkout does: two starts at once must not install or build into one
 * folder. The lock names its holder, so one left by a killed process is taken over.
 */
export async function exclusively(work) {
  const lock = join(process.cwd(), '.setup-lock');
  const mine = `${lock}.${process.pid}`;
  let told = false;
  writeFileSync(mine, String(process.pid));
  try {
    for (;;) {
      try {
        linkSync(mine, lock);
        break;
      } catch (fault) {
        if (fault.code !== 'EEXIST') throw fault;
      }
      let holder = 0;
      try {
        holder = Number(readFileSync(lock, 'utf8'));
      } catch {
        continue;
      }
      if (!isHeld(holder)) {
        rmSync(lock, { force: true });
        continue;
      }
      if (!told) say(`Waiting for process ${holder}, which sets this folder up …`);
      told = true;
      await pause(200);
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}
