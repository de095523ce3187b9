import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { localSettings } from '../../e2e/harness/data-dir';
import { openDatabase } from '../../e2e/harness/database';
import type { Credentials } from '../../e2e/harness/wire';

/** Rows a statement. */
const PORTION = 10_000;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Their numbers begin with the tenant's first one, and go on from where an earlier call ended. */
export async function addClients(
  dataDir: string,
  tenantId: string,
  from: number,
  to: number,
): Promise<Credentials[]> {
  const pepper = Buffer.from(localSettings(dataDir).SECRET_PEPPER ?? '', 'base64');
  const made: Credentials[] = [];
  const db = openDatabase(dataDir);
  try {
    for (let start = from; start < to; start += PORTION) {
      const portion = Array.from({ length: Math.min(PORTION, to - start) }, (_, index) =>
        credentialsOf(start + index, pepper),
      );
      const ids = portion.map(({ client_id }) => client_id);
      const digests = portion.map(({ client_secret }) =>
        createHmac('sha256', pepper).update(client_secret, 'utf8').digest('hex'),
      );
      await db.begin(async (tx) => {
        await tx`
          INSERT INTO clients (id, tenant_id, name, scopes, created_at, updated_at)
          SELECT id, ${tenantId}, 'Backend ' || n, '{workflow:read,audit:read}', now(), now()
          FROM unnest(${ids}::text[]) WITH ORDINALITY AS made (id, n)`;
        await tx`
          INSERT INTO client_secrets (id, client_id, digest, hint, created_at, created_by)
          SELECT 'sec_' || substr(id, 8), id, decode(digest, 'hex'), 'abcd', now(), 'bench'
          FROM unnest(${ids}::text[], ${digests}::text[]) AS made (id, digest)`;
      });
      made.push(...portion);
    }
    await db`ANALYZE clients, client_secrets`;
    return made;
  } finally {
    await db.end();
  }
}

/** Well formed, and made from the number: nothing has to be kept. */
function credentialsOf(number: number, pepper: Buffer): Credentials {
  const bytes = createHmac('sha512', pepper).update(`bench ${number}`).digest();
  const characters = Array.from({ length: 43 }, (_, place) => BASE62[(bytes[place] ?? 0) % 62]).join('');
  const body = `gcs_local_${characters}`;
  return {
    client_id: `client_${bytes.toString('hex').slice(0, 22)}`,
    client_secret: body + checksum(body),
  };
}

/** CRC-32 in six base62 digits. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
