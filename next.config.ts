import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native and worker-based packages must stay files of their own, or the bundle loses them.
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'pino'],
};

export default config;
