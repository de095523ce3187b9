import type { SecretView } from '@/lib/contract/portal';

/** How a secret came to be where others can read it: "… was sent in a URL, where proxies and logs keep it." */
export function exposureWords({ exposed_in }: Pick<SecretView, 'exposed_in'>): string {
  return exposed_in === 'report'
    ? 'was found published: a secret scanner reported it'
    : 'was sent in a URL, where proxies and logs keep it';
}
