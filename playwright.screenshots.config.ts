import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** `npm run screenshots`: one service and one set of data for all pictures. */
export default defineConfig({
  ...base,
  testDir: 'e2e/screenshots',
  testMatch: 'screenshots.spec.ts',
  workers: 1,
  timeout: 120_000,
  outputDir: 'test-results/screenshots',
  reporter: [['list']],
  use: {
    ...base.use,
    // A picture of yesterday and one of today differ only where the page does.
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  },
});
