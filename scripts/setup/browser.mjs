import { accessSync, constants, existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { unpackedBeside } from './debian.mjs';
import { run, say } from './process.mjs';

/** Chromium without a window to draw: the same engine, and a quarter less work. */
const SHELL = 'chromium-headless-shell';
const NAMES = [SHELL, 'google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function installedBrowser() {
  const candidates = [
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...APPLICATIONS,
  ];
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function playwrightBrowser() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** The shell of Debian's Chromium in place of it, where that can be had: with the files that it finds beside itself. */
const lighter = (path) =>
  (basename(path) === 'chromium' &&
    unpackedBeside({
      packages: [SHELL, 'chromium-common'],
      path: `usr/lib/chromium/${SHELL}`,
      proof: ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', 'about:blank'],
    })) ||
  path;

/** Tries what may not be possible here; a failure only means that the next way is tried. */
async function attempt(words, steps) {
  say(words);
  try {
    for (const [program, args] of steps) await run(program, args, { quiet: true });
  } catch {
    say('  not possible here');
  }
}

/**
 * A real Chromium: Playwright's own, an installed one, Playwright's download, Debian's package.
 *
 * @returns the path of its program
 * @throws Error with what to install
 */
export async function ensureBrowser() {
  const found = (await playwrightBrowser()) ?? installedBrowser();
  if (found) return lighter(found);

  await attempt('Installing Chromium (once) …', [
    [process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']],
  ]);
  const downloaded = await playwrightBrowser();
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0) {
    await attempt("Installing Debian's chromium (once) …", [
      ['apt-get', ['update', '-qq']],
      ['apt-get', ['install', '-y', '-qq', 'chromium']],
    ]);
    const packaged = installedBrowser();
    if (packaged) return lighter(packaged);
  }
  throw new Error(
    'The browser tests need Chromium and none could be had: install Chrome, or run `npx playwright install chromium`, or `apt-get install chromium` as root.',
  );
}
