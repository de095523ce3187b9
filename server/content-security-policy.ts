import { randomBytes } from 'node:crypto';

interface Site {
  dev: boolean;
  /** Whether it is reached by TLS alone. */
  https: boolean;
}

/** A year, of this host alone: what else its domain serves is not ours to decide (RFC 6797 §6.1). */
const TLS_ALONE = { 'Strict-Transport-Security': 'max-age=31536000' };

/**
 * Headers of every page (OWASP ASVS 5.0 §3.4). Scripts run only with this answer's nonce; `strict-dynamic` lets those
 * load their chunks. Styles may be inline: component libraries position with them, and they cannot run.
 */
export function pageHeaders({ dev, https }: Site): Record<string, string> {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    ...(https ? TLS_ALONE : {}),
  };
}
