CREATE TABLE "resources" (
	"identifier" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "used_assertions" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "signing_keys" ALTER COLUMN "sealed_private_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "client_secrets" ADD COLUMN "exposed_in" text;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "profile" text DEFAULT 'gooclaim' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "opencrvs_issuer" text DEFAULT 'opencrvs.auth' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "opencrvs_audience" text[] DEFAULT '{"opencrvs.auth"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "token_life_seconds" integer;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "token_typ" text DEFAULT 'JWT' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "dpop_bound_access_tokens" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "allowed_networks" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "resources" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "jwks" jsonb;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "jwks_uri" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sid" text DEFAULT 'ses_' || replace(gen_random_uuid()::text, '-', '') NOT NULL;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "sealed_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "revoked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "secrets_allowed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "self_rotation" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "secret_overlap_seconds" integer DEFAULT 86400 NOT NULL;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "leaked_secret_action" text DEFAULT 'flag' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "tokens_not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "resources_tenant_id_idx" ON "resources" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "used_assertions_expires_at_idx" ON "used_assertions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_sid_key" ON "sessions" USING btree ("sid");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_one_next" ON "signing_keys" USING btree ("state") WHERE state = 'next';--> statement-breakpoint
ALTER TABLE "audit_events" RENAME TO "audit_events_whole";--> statement-breakpoint
DROP INDEX "audit_events_tenant_id_id_idx", "audit_events_target_id_id_idx", "audit_events_jti_idx", "audit_events_request_id_idx";--> statement-breakpoint
-- Not an identity column: PostgreSQL has those on partitioned tables only from version 17.
CREATE SEQUENCE "audit_events_id";--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigint DEFAULT nextval('audit_events_id') NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"tenant_id" text,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"outcome" text NOT NULL,
	"target_id" text,
	"jti" text,
	"request_id" text NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "audit_events_key" PRIMARY KEY ("id", "at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE INDEX "audit_events_tenant_id_id_idx" ON "audit_events" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_target_id_id_idx" ON "audit_events" USING btree ("target_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_jti_idx" ON "audit_events" USING btree ("jti");--> statement-breakpoint
CREATE INDEX "audit_events_request_id_idx" ON "audit_events" USING btree ("request_id");--> statement-breakpoint
-- Takes the rows no month was made for, so that a row is never refused: a clock that is off, a job that did not run.
CREATE TABLE "audit_events_default" PARTITION OF "audit_events" DEFAULT;--> statement-breakpoint
-- Makes the partition of one month (UTC) unless it is there, and moves in what the default one holds of it.
CREATE FUNCTION add_audit_partition(wanted timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	month timestamp := date_trunc('month', wanted AT TIME ZONE 'UTC');
	since timestamptz := month AT TIME ZONE 'UTC';
	until timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
	name text := 'audit_events_' || to_char(month, 'YYYY_MM');
BEGIN
	IF to_regclass(name) IS NOT NULL THEN
		RETURN false;
	END IF;
	-- Of instances that come at once the second finds it made; and no row may arrive between the move and the attachment.
	LOCK TABLE audit_events_default IN ACCESS EXCLUSIVE MODE;
	IF to_regclass(name) IS NOT NULL THEN
		RETURN false;
	END IF;
	EXECUTE format('CREATE TABLE %I (LIKE audit_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
	EXECUTE format(
		'WITH moved AS (DELETE FROM audit_events_default WHERE at >= %L AND at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
		since, until, name);
	EXECUTE format('ALTER TABLE audit_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, until);
	RETURN true;
END $$;
--> statement-breakpoint
-- Drops the months that ended before, and what the default partition holds from then. A month goes as a whole, when its
-- last day is out. Returns the names of those that went.
CREATE FUNCTION drop_audit_partitions(before timestamptz) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	name text;
BEGIN
	FOR name IN
		SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'audit_events'::regclass AND c.relname ~ '^audit_events_[0-9]{4}_[0-9]{2}$'
			AND (to_timestamp(right(c.relname, 7), 'YYYY_MM')::date + interval '1 month') AT TIME ZONE 'UTC' <= before
		ORDER BY c.relname
	LOOP
		EXECUTE format('DROP TABLE %I', name);
		RETURN NEXT name;
	END LOOP;
	DELETE FROM audit_events_default WHERE at < before;
END $$;
--> statement-breakpoint
SELECT add_audit_partition(month) FROM (SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month FROM audit_events_whole) AS months;--> statement-breakpoint
INSERT INTO "audit_events" (id, at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id, address, user_agent, detail)
SELECT id, at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id, address, user_agent, detail FROM "audit_events_whole";--> statement-breakpoint
SELECT setval('audit_events_id', (SELECT coalesce(max(id), 0) + 1 FROM "audit_events_whole"), false);--> statement-breakpoint
DROP TABLE "audit_events_whole";
