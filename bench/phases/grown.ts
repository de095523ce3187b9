import { openDatabase } from '../../e2e/harness/database';
import type { Credentials } from '../../e2e/harness/wire';
import { addAuditRows, addRevocations, expectRoom } from '../world/bulk';
import { Cleanup } from '../world/cleanup';
import { addClients } from '../world/clients';
import { type Product, startProduct } from '../world/product';
import type { Redis } from '../world/redis';
import { makeDatabase } from '../world/stage';
import { type Size, SMALLEST } from './growth-sizes';

/** A database that grows, and the process on it. */
export class Grown {
  product!: Product;
  private process = new Cleanup();

  private constructor(
    readonly dataDir: string,
    readonly clients: Credentials[],
    private readonly tenantId: string,
    private readonly redis: Redis | undefined,
    private size: Size,
  ) {}

  static async make(redis: Redis | undefined, cleanup: Cleanup): Promise<Grown> {
    const { dataDir, clients, tenantId } = await makeDatabase(SMALLEST.clients, redis, cleanup);
    const made = new Grown(dataDir, clients, tenantId, redis, SMALLEST);
    cleanup.add(() => made.process.run());
    await made.restart();
    return made;
  }

  /** A new process on the database as it is now. @returns seconds until it was ready */
  async restart(): Promise<number> {
    await this.process.run();
    this.product = await startProduct(
      { dataDir: this.dataDir, redis: this.redis, role: 'api' },
      this.process,
    );
    return this.product.startedInSeconds;
  }

  /** While the process runs, which must take the news in. */
  async growTo(wanted: Size): Promise<void> {
    expectRoom(wanted.auditRows - this.size.auditRows);
    this.clients.push(...(await addClients(this.dataDir, this.tenantId, this.size.clients, wanted.clients)));
    const db = openDatabase(this.dataDir);
    try {
      await addRevocations(db, this.size.revocations, wanted.revocations);
      if (wanted.auditRows > this.size.auditRows)
        await addAuditRows(db, this.tenantId, this.size.auditRows, wanted.auditRows);
      // What was just written is not to be written back in the middle of a measurement.
      await db`CHECKPOINT`;
    } finally {
      await db.end();
    }
    this.size = wanted;
  }
}
