import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '../harness/checkout';

/** What the specs know of the service under test. */
export interface Stage {
  origin: string;
  dataDir: string;
  email: string;
  password: string;
  /** Where the service asks for TXT records; a spec that needs some answers there. */
  dnsPort: number;
}

const file = join(CHECKOUT, 'test-results', 'stage.json');

export function writeStage(stage: Stage): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(stage), { mode: 0o600 });
}

export const readStage = (): Stage => JSON.parse(readFileSync(file, 'utf8'));
