import { afterAll } from 'vitest';
import { newDataDir, removeDataDir } from './data-dir';
import { type Service, startAppRouter, startService } from './service';

type Extra = Omit<Parameters<typeof startService>[0], 'dataDir'>;

/**
 * Services of one test file's own. Whatever it starts is stopped, and whatever it makes is removed, when the file is
 * done, failed tests included.
 */
export function useLab() {
  const services: Service[] = [];
  const folders: string[] = [];

  afterAll(async () => {
    // How they stop is looked at where it matters; a database that is left is ended with its folder.
    await Promise.allSettled(services.map((service) => service.stop('SIGKILL')));
    for (const folder of folders) await removeDataDir(folder);
  }, 90_000);

  const keep = async (starting: Promise<Service>) => {
    const service = await starting;
    services.push(service);
    return service;
  };

  return {
    dataDir(options?: Parameters<typeof newDataDir>[0]): string {
      const folder = newDataDir(options);
      folders.push(folder);
      return folder;
    },
    start: (dataDir: string, extra: Extra = {}) => keep(startService({ dataDir, ...extra })),
    startAppRouter: (dataDir: string, extra: Extra = {}) => keep(startAppRouter({ dataDir, ...extra })),
  };
}
