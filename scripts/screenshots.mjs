// `npm run screenshots`: every page as a picture, from a service and a database made for it.
import { join } from 'node:path';
import { ensureBrowser } from './setup/browser.mjs';
import { buildPages, buildServer } from './setup/build.mjs';
import { run } from './setup/process.mjs';

const PLAYWRIGHT = join('node_modules', '@playwright/test/cli.js');
const CONFIG = 'playwright.screenshots.config.ts';

/** @param {string[]} names of pictures to take, whole or in part; all of them when there are none */
export async function takeScreenshots(names) {
  await buildServer();
  await buildPages();
  process.env.CHROMIUM = await ensureBrowser();
  const chosen = names.length > 0 ? ['--grep', names.join('|')] : [];
  await run(process.execPath, [PLAYWRIGHT, 'test', '--config', CONFIG, ...chosen]);
  return 0;
}
