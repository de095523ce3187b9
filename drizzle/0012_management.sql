CREATE TABLE "idempotency_keys" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"request_digest" "bytea" NOT NULL,
	"client_id" text,
	"secret_id" text,
	"answered_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "audit_events_acting_clients_idx" ON "audit_events" USING btree ("actor_id","at","id") WHERE actor_type = 'client' AND target_id <> actor_id;