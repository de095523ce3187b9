import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // `@/…`, as in tsconfig.json.
  resolve: { tsconfigPaths: true },
  test: { exclude: [...configDefaults.exclude, 'e2e/**', 'dist/**', '.next/**', '.data/**'] },
});
