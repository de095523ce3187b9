CREATE TABLE "scope_uses" (
	"client_id" text NOT NULL,
	"scope" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scope_uses_key" PRIMARY KEY("client_id","scope")
);
--> statement-breakpoint
CREATE TABLE "secret_notices" (
	"secret_id" text NOT NULL,
	"step" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "secret_notices_key" PRIMARY KEY("secret_id","step")
);
--> statement-breakpoint
CREATE TABLE "usage_hours" (
	"tenant_id" text NOT NULL,
	"client_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"operation" text NOT NULL,
	"outcome" text NOT NULL,
	"credential_id" text NOT NULL,
	"count" bigint NOT NULL,
	"peak" bigint NOT NULL,
	CONSTRAINT "usage_hours_key" PRIMARY KEY("tenant_id","client_id","at","operation","outcome","credential_id")
);
--> statement-breakpoint
CREATE TABLE "usage_minutes" (
	"tenant_id" text NOT NULL,
	"client_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"operation" text NOT NULL,
	"outcome" text NOT NULL,
	"credential_id" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "usage_minutes_key" PRIMARY KEY("tenant_id","client_id","at","operation","outcome","credential_id")
);
--> statement-breakpoint
DROP INDEX "audit_events_tenant_id_id_idx";--> statement-breakpoint
DROP INDEX "audit_events_target_id_id_idx";--> statement-breakpoint
ALTER TABLE "client_secrets" ADD COLUMN "tenant_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "client_secrets" ADD COLUMN "uses_at_rotation" bigint;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "secret_max_age_days" integer DEFAULT 90;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "rotation_overlap_seconds" integer DEFAULT 86400 NOT NULL;--> statement-breakpoint
ALTER TABLE "scope_uses" ADD CONSTRAINT "scope_uses_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_notices" ADD CONSTRAINT "secret_notices_secret_id_client_secrets_id_fk" FOREIGN KEY ("secret_id") REFERENCES "public"."client_secrets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_hours_at_idx" ON "usage_hours" USING btree ("at");--> statement-breakpoint
CREATE INDEX "usage_hours_failures_idx" ON "usage_hours" USING btree ("tenant_id","at") WHERE outcome NOT IN ('success', 'inactive') AND client_id <> '';--> statement-breakpoint
CREATE INDEX "usage_hours_tokens_idx" ON "usage_hours" USING btree ("tenant_id","at") WHERE operation = 'token' AND outcome = 'success' AND client_id <> '';--> statement-breakpoint
CREATE INDEX "usage_minutes_at_idx" ON "usage_minutes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_events_tenant_id_at_id_idx" ON "audit_events" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_target_id_at_id_idx" ON "audit_events" USING btree ("target_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_actor_id_at_id_idx" ON "audit_events" USING btree ("actor_id","at","id") WHERE actor_type <> 'client';--> statement-breakpoint
CREATE INDEX "audit_events_failures_idx" ON "audit_events" USING btree ("tenant_id","at","id") WHERE outcome = 'failure';--> statement-breakpoint
CREATE INDEX "audit_events_changes_idx" ON "audit_events" USING btree ("tenant_id","at","id") WHERE action NOT IN ('token.issued', 'token.refused', 'introspect.refused', 'userinfo.refused', 'revoke.refused');--> statement-breakpoint
CREATE INDEX "audit_events_target_failures_idx" ON "audit_events" USING btree ("target_id","id") WHERE outcome = 'failure';--> statement-breakpoint
CREATE INDEX "audit_events_callers_idx" ON "audit_events" USING btree ((detail ->> 'secret_id'),"address","at") WHERE action = 'token.issued';--> statement-breakpoint
CREATE INDEX "audit_events_rotations_idx" ON "audit_events" USING btree ("tenant_id","at") WHERE action IN ('secret.rotated', 'secret.self_rotated', 'secret.overlap_extended', 'secret.retired', 'secret.retired_by_report', 'rotation.cancelled');--> statement-breakpoint
CREATE INDEX "audit_events_rotated_secret_idx" ON "audit_events" USING btree ((detail ->> 'secret_id')) WHERE action IN ('secret.rotated', 'secret.self_rotated', 'secret.overlap_extended', 'secret.retired', 'secret.retired_by_report', 'rotation.cancelled');--> statement-breakpoint
CREATE INDEX "client_secrets_due_idx" ON "client_secrets" USING btree ("tenant_id","created_at","id") WHERE retired_at IS NULL AND expires_at IS NULL;--> statement-breakpoint
CREATE INDEX "client_secrets_ending_idx" ON "client_secrets" USING btree ("tenant_id","expires_at","id") WHERE retired_at IS NULL AND expires_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "client_secrets_exposed_idx" ON "client_secrets" USING btree ("tenant_id") WHERE retired_at IS NULL AND exposed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "client_secrets_tenant_id_created_at_idx" ON "client_secrets" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
-- Written by hand from here on.
-- A secret is of its client's tenant, whoever writes it: an instance of the release before knows no such column.
CREATE FUNCTION own_tenant_of_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.tenant_id := (SELECT tenant_id FROM clients WHERE id = NEW.client_id);
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER client_secrets_own_tenant BEFORE INSERT OR UPDATE OF tenant_id, client_id ON "client_secrets"
	FOR EACH ROW EXECUTE FUNCTION own_tenant_of_secret();--> statement-breakpoint
UPDATE "client_secrets" SET tenant_id = clients.tenant_id FROM "clients" WHERE clients.id = client_secrets.client_id;--> statement-breakpoint
-- Room in each page for a row's next version, so that counting up touches no index (heap-only tuples).
ALTER TABLE "usage_minutes" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "usage_hours" SET (fillfactor = 70);
