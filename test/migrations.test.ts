import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAST_RELEASE } from '../e2e/harness/last-release';
import { migrationFaults } from './migration-rules';

const files = readdirSync('drizzle').filter((name) => /^\d{4}_.*\.sql$/.test(name));
/** Those up to it are out, and never change. */
const later = files.filter((name) => Number(name.slice(0, 4)) > LAST_RELEASE.migration);

describe('migrations', () => {
  it('have numbers without a gap', () => {
    expect(files.sort().map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, at) => at));
  });

  it('after the last release let that release run on', () => {
    const faults = later.flatMap((name) =>
      migrationFaults(readFileSync(`drizzle/${name}`, 'utf8')).map((fault) => `${name}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});

describe('the rules for migrations', () => {
  it.each([
    ['ALTER TABLE "clients" DROP COLUMN "name";', 'takes away'],
    ['ALTER TABLE "clients" DROP "name";', 'takes away'],
    ['DROP TABLE "clients";', 'takes away'],
    ['DROP FUNCTION known_secrets(bytea[], timestamptz);', 'takes away'],
    ['ALTER TABLE "clients" RENAME COLUMN "name" TO "title";', 'takes away'],
    ['ALTER TABLE clients RENAME TO machines;', 'takes away'],
    ['ALTER TABLE "clients" ALTER COLUMN "name" SET DATA TYPE integer;', 'takes away'],
    ['ALTER TABLE "clients" ADD COLUMN "tier" text NOT NULL;', 'what the last release writes'],
    ['ALTER TABLE "clients" ALTER COLUMN "description" SET NOT NULL;', 'what the last release writes'],
    ['ALTER TABLE "clients" ALTER COLUMN "description" DROP DEFAULT;', 'what the last release writes'],
    ['ALTER TABLE "clients" ADD CONSTRAINT c CHECK (name <> \'\');', 'what the last release writes'],
    [
      'CREATE UNIQUE INDEX "clients_name_key" ON "clients" USING btree ("name");',
      'what the last release writes',
    ],
    [
      'CREATE TRIGGER t BEFORE INSERT ON "clients" FOR EACH ROW EXECUTE FUNCTION f();',
      'what the last release writes',
    ],
    [
      '-- safe: nobody waits for it, says the author\nCREATE INDEX "a_idx" ON "audit_events" ("at");',
      'IF NOT EXISTS',
    ],
    ['CREATE INDEX "clients_name_idx" ON "clients" USING btree ("name");', 'holds up'],
    ['ALTER TABLE "clients" ADD COLUMN "tag" text DEFAULT gen_random_uuid();', 'holds up'],
    ['UPDATE clients SET description = name;', 'holds up'],
    ['LOCK TABLE clients;', 'holds up'],
    // A reason that says nothing.
    ['-- safe: ok\nUPDATE clients SET description = name;', 'holds up'],
    ['-- safe: nobody reads it any more, says the author\nDROP TABLE "clients";', 'takes away'],
  ])('refuse %s', (statement, fault) => {
    expect(migrationFaults(`CREATE TABLE "new" (id text);\n--> statement-breakpoint\n${statement}`)).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it.each([
    'ALTER TABLE "clients" ADD COLUMN "tier" text;',
    'ALTER TABLE "clients" ADD COLUMN "tier" text DEFAULT \'basic\' NOT NULL;',
    'CREATE UNIQUE INDEX "new_key" ON "new" USING btree ("name"); ALTER TABLE "new" ADD COLUMN b text NOT NULL;',
    'ALTER TABLE "new" ADD CONSTRAINT "new_fk" FOREIGN KEY ("c") REFERENCES "public"."clients"("id");',
    'CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE clients SET name = 1; END $$;',
    '-- A word about DROP TABLE in a comment.\nCREATE INDEX "new_idx" ON "new" ("id");',
    '-- safe: at most a hundred rows, one for each signing key\nCREATE INDEX IF NOT EXISTS "k" ON "signing_keys" ("state");',
    '-- contract: not read since 0.2.0, not written since 0.1.0\nALTER TABLE "clients" DROP COLUMN "name";',
  ])('let through %s', (statement) => {
    expect(migrationFaults(`CREATE TABLE "new" (id text);\n--> statement-breakpoint\n${statement}`)).toEqual(
      [],
    );
  });
});
