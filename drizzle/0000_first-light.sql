CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
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
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"retired_at" timestamp (3) with time zone,
	"exposed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"scopes" text[] NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"second" bigint NOT NULL,
	"slots" integer[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secret_uses" (
	"secret_id" text PRIMARY KEY NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL,
	"count" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_key" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"retiring_at" timestamp (3) with time zone,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"must_change_password" boolean NOT NULL,
	"role" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "client_secrets" ADD CONSTRAINT "client_secrets_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_uses" ADD CONSTRAINT "secret_uses_secret_id_client_secrets_id_fk" FOREIGN KEY ("secret_id") REFERENCES "public"."client_secrets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_tenant_id_id_idx" ON "audit_events" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_target_id_id_idx" ON "audit_events" USING btree ("target_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_jti_idx" ON "audit_events" USING btree ("jti");--> statement-breakpoint
CREATE INDEX "audit_events_request_id_idx" ON "audit_events" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "client_secrets_client_id_created_at_idx" ON "client_secrets" USING btree ("client_id","created_at");--> statement-breakpoint
CREATE INDEX "clients_tenant_id_created_at_idx" ON "clients" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "sessions_user_id_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_one_active" ON "signing_keys" USING btree ("state") WHERE state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "users_tenant_id_idx" ON "users" USING btree ("tenant_id");--> statement-breakpoint
ALTER TABLE "rate_limits" SET UNLOGGED;--> statement-breakpoint
ALTER TABLE "rate_limits" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "secret_uses" SET (fillfactor = 70);--> statement-breakpoint
-- Counts one call against a sliding minute and says whether it is within the limit.
-- A fixed window would let twice the limit through around its edge; here any 60 consecutive seconds hold at most
-- the limit. The database's clock decides, so that instances with different clocks still share one count.
-- A refused call takes no place: someone who hammers is served again as soon as the oldest call is a minute old.
CREATE FUNCTION take_rate_limit(wanted_key text, wanted_limit integer)
RETURNS TABLE (allowed boolean, used integer, retry_after integer, reset_after integer)
LANGUAGE plpgsql AS $$
DECLARE
	row_second bigint;
	row_slots integer[];
	now_second bigint;
	shift integer;
	passed integer := 0;
BEGIN
	LOOP
		SELECT second, slots INTO row_second, row_slots FROM rate_limits WHERE key = wanted_key FOR UPDATE;
		EXIT WHEN FOUND;
		INSERT INTO rate_limits VALUES (wanted_key, floor(extract(epoch FROM clock_timestamp())), array_fill(0, ARRAY[60]))
			ON CONFLICT DO NOTHING;
	END LOOP;
	-- Read after the lock was had, and never backwards.
	now_second := greatest(floor(extract(epoch FROM clock_timestamp()))::bigint, row_second);
	shift := least(now_second - row_second, 60);
	IF shift > 0 THEN
		row_slots := row_slots[shift + 1:60] || array_fill(0, ARRAY[shift]);
	END IF;
	used := (SELECT sum(slot) FROM unnest(row_slots) AS slot);
	allowed := used < wanted_limit;
	IF allowed THEN
		used := used + 1;
		row_slots[60] := row_slots[60] + 1;
		UPDATE rate_limits SET second = now_second, slots = row_slots WHERE key = wanted_key;
	END IF;
	retry_after := 0;
	reset_after := 0;
	FOR place IN 1..60 LOOP
		IF row_slots[place] > 0 THEN
			passed := passed + row_slots[place];
			reset_after := place;
			IF retry_after = 0 AND used - passed < wanted_limit THEN
				retry_after := place;
			END IF;
		END IF;
	END LOOP;
	RETURN NEXT;
END $$;
