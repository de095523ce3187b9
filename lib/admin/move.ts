import { CannotMove, type MovedTable, moveDatabase } from '../store/move-database';
import { conflict } from './refusal';

/**
 * Copies everything into another, empty database, and compares it.
 *
 * @throws Refusal 409 with why nothing was moved; whatever the databases say
 */
export async function moveEverything(
  source: string,
  target: string,
  migrationsFolder: string,
  signal: AbortSignal,
): Promise<MovedTable[]> {
  try {
    return await moveDatabase(source, target, migrationsFolder, signal);
  } catch (cause) {
    throw cause instanceof CannotMove ? conflict(cause.message) : cause;
  }
}
