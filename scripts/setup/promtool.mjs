import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpacked } from './debian.mjs';

/**
 * Prometheus' own tool, which tries the alert rules: an installed one, or Debian's.
 *
 * @returns its path; undefined where it cannot be had
 */
export function findPromtool() {
  if (spawnSync('promtool', ['--version']).status === 0) return 'promtool';
  const folder = unpacked('prometheus');
  const program = folder && join(folder, 'usr', 'bin', 'promtool');
  return program && existsSync(program) ? program : undefined;
}
