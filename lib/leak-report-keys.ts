import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** As GitHub serves it. Keys that are not current any more are believed too: a report may have been signed before. */
const documentSchema = z.object({
  public_keys: z
    .array(z.object({ key_identifier: z.string().min(1), key: z.string() }))
    .min(1)
    .max(100),
});

/** The public keys of secret scanners whose reports are believed, by identifier: P-256, in PEM. */
export const leakReportKeysSchema = z.string().transform((text, context): ReadonlyMap<string, KeyObject> => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const document = documentSchema.safeParse(parsed(text));
  if (!document.success)
    return refuse('must be JSON as https://api.github.com/meta/public_keys/secret_scanning answers it');
  const keys = new Map<string, KeyObject>();
  for (const { key_identifier, key: pem } of document.data.public_keys) {
    const key = publicKey(pem);
    if (!key) return refuse('has a key in it that is no P-256 public key in PEM');
    keys.set(key_identifier, key);
  }
  return keys;
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function publicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}
