CREATE TABLE "scope_uses" (
	"client_id" text NOT NULL,
	"scope" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scope_uses_key" PRIMARY KEY("client_id","scope")
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
ALTER TABLE "scope_uses" ADD CONSTRAINT "scope_uses_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_hours_at_idx" ON "usage_hours" USING btree ("at");--> statement-breakpoint
CREATE INDEX "usage_hours_failures_idx" ON "usage_hours" USING btree ("tenant_id","at") WHERE outcome NOT IN ('success', 'inactive') AND client_id <> '';--> statement-breakpoint
CREATE INDEX "usage_hours_tokens_idx" ON "usage_hours" USING btree ("tenant_id","at") WHERE operation = 'token' AND outcome = 'success' AND client_id <> '';--> statement-breakpoint
CREATE INDEX "usage_minutes_at_idx" ON "usage_minutes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_events_failures_idx" ON "audit_events" USING btree ("target_id","id") WHERE outcome = 'failure';--> statement-breakpoint
-- By hand: room in each page for a row's next version, so that counting up touches no index (heap-only tuples).
ALTER TABLE "usage_minutes" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "usage_hours" SET (fillfactor = 70);
