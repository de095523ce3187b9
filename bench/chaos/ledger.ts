import type { Sql } from 'postgres';

/** What was acknowledged, so that it must be found afterwards, whatever broke meanwhile. */
export class Ledger {
  private readonly clients = new Set<string>();
  private readonly secrets = new Set<string>();
  private readonly retired = new Set<string>();
  private readonly revoked = new Set<string>();
  /** Requests whose audit rows were acknowledged with them. */
  private readonly requests = new Set<string>();

  made = (clientId: string) => this.clients.add(clientId);
  rotated = (secretId: string) => this.secrets.add(secretId);
  ended = (secretId: string) => this.retired.add(secretId);
  revoke = (jti: string) => this.revoked.add(jti);
  audited = (requestId: string) => this.requests.add(requestId);

  get size(): number {
    return [this.clients, this.secrets, this.retired, this.revoked, this.requests].reduce(
      (sum, { size }) => sum + size,
      0,
    );
  }

  /** What is not there, each in words. Asked of the database itself: memory might have it still. */
  async missing(database: Sql): Promise<string[]> {
    const absent = async (
      kind: string,
      wanted: Set<string>,
      query: (all: string[]) => Promise<{ id: string }[]>,
    ) => {
      // More is acknowledged while the database is asked.
      const all = [...wanted];
      const found = new Set((await query(all)).map(({ id }) => id));
      return all.filter((id) => !found.has(id)).map((id) => `${kind} ${id}`);
    };
    const lists = await Promise.all([
      absent('client', this.clients, (all) => database`SELECT id FROM clients WHERE id = ANY (${all})`),
      absent(
        'secret',
        this.secrets,
        (all) => database`SELECT id FROM client_secrets WHERE id = ANY (${all})`,
      ),
      absent(
        'end of secret',
        this.retired,
        (all) => database`
          SELECT id FROM unnest(${all}::text[]) AS id
          WHERE NOT EXISTS (SELECT FROM client_secrets AS live WHERE live.id = id.id AND retired_at IS NULL)`,
      ),
      absent(
        'revocation',
        this.revoked,
        (all) => database`SELECT jti AS id FROM revoked_tokens WHERE jti = ANY (${all})`,
      ),
      absent(
        'audit row of',
        this.requests,
        (all) => database`SELECT DISTINCT request_id AS id FROM audit_events WHERE request_id = ANY (${all})`,
      ),
    ]);
    return lists.flat();
  }
}
