import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { exportEvidence } from '@/lib/admin/evidence';
import { createExportGate } from '@/lib/admin/export-gate';
import { operatorOf } from '@/lib/admin/operator';
import { evidencePeriodSchema } from '@/lib/contract/evidence';
import { evidencePieces } from '@/lib/http/evidence-export';
import { checked } from './checked';
import { onGround, say } from './command';
import { Complaint } from './complaint';

/** The same file that the portal gives an auditor. */
export function evidenceCommand(program: Command): void {
  program
    .command('evidence')
    .description(
      'every secret that was live in a period, as CSV: who made, replaced and ended it, and its age',
    )
    .requiredOption('--tenant <tenant>', 'whose, ten_…')
    .requiredOption('--from <day>', 'the first day (UTC), such as 2026-01-01')
    .requiredOption('--to <day>', 'the last day')
    .option('--output <file>', 'a new file to write it to; without it, it is printed')
    .option('--json', 'prints one JSON object about the file')
    .action(async ({ tenant, from, to, output, json }, made: Command) => {
      if (json && !output) made.error('--json is for --output: without it, the CSV itself is printed.');
      const period = checked(evidencePeriodSchema, { from, to });
      await onGround(async (services) => {
        const operator = await operatorOf(tenant, services);
        const gated = { ...services, exports: createExportGate() };
        const { portions, signal } = await exportEvidence(operator, period, gated);
        const pieces = Readable.from(evidencePieces(portions));
        if (!output) return pipeline(pieces, process.stdout, { signal, end: false });
        await writeNew(output, pieces, signal);
        say(json, { file: output, ...period }, `Written to ${output}.`);
      });
    });
}

/** Overwrites nothing, is for nobody else to read, and leaves no half that could be taken for the whole. */
async function writeNew(path: string, pieces: Readable, signal: AbortSignal): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: Error) => {
    throw new Complaint(`The file cannot be made: ${cause.message}`);
  });
  try {
    await pipeline(pieces, file.createWriteStream(), { signal });
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
}
