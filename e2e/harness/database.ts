import postgres from 'postgres';
import { localSettings, postmaster } from './data-dir';

/** The running embedded database itself, for what nobody can bring about from outside. To be ended by the caller. */
export function openDatabase(dataDir: string, database = 'postgres') {
  const running = postmaster(dataDir);
  if (!running) throw new Error(`No PostgreSQL runs on ${dataDir}.`);
  return postgres({
    host: running.socketFolder,
    user: 'gooclaim',
    password: localSettings(dataDir).POSTGRES_PASSWORD,
    database,
    max: 1,
    onnotice: () => {},
  });
}
