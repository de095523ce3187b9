import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks all types, tests included; whoever only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // `/v1/auth/token/` is not an address: no redirect, which would lose a POST's body, but our own 404.
  skipTrailingSlashRedirect: true,
  // Every page of the documentation is Markdown too, at its own address.
  rewrites: async () => [
    { source: '/docs.md', destination: '/api/docs/markdown' },
    { source: '/docs/:page([\\w-]+).md', destination: '/api/docs/markdown/:page' },
  ],
  redirects: async () => [{ source: '/docs/quick-start', destination: '/docs', permanent: true }],
  // Read while the server runs; hosts that trace what to carry along must know.
  outputFileTracingIncludes: { '/**': ['./docs/guide/*', './docs/samples/*'] },
  // A URL may carry what should not be in it, and `next dev` would print it.
  logging: { incomingRequests: false },
  // Every page loaded at once doubles a start's time and memory; the first visitor of a page loads it in a moment.
  experimental: {
    preloadEntriesOnStart: false,
    // Nobody reads those of a build: they are three quarters of its size, and of its time a good part.
    turbopackSourceMaps: process.env.NODE_ENV === 'development',
  },
  // Native and worker-based packages must stay files of their own, or the bundle loses them.
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'pino'],
};

export default config;
