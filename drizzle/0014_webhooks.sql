CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY DEFAULT 'dlv_' || replace(gen_random_uuid()::text, '-', '') NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL,
	"queued" boolean DEFAULT false NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"redelivery_of" text
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"event_types" text[] NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"disabled_reason" text,
	"failing_since" timestamp (3) with time zone,
	"notice_after" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" text PRIMARY KEY DEFAULT 'evt_' || replace(gen_random_uuid()::text, '-', '') NOT NULL,
	"tenant_id" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"once_key" text
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_tries" (
	"delivery_id" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"status" integer,
	"fault" text,
	"answer" text NOT NULL,
	CONSTRAINT "webhook_tries_key" PRIMARY KEY("delivery_id","number")
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_webhook_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."webhook_events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_secrets" ADD CONSTRAINT "webhook_secrets_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_tries" ADD CONSTRAINT "webhook_tries_delivery_id_webhook_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."webhook_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint_id_idx" ON "webhook_deliveries" USING btree ("endpoint_id","number");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_event_id_idx" ON "webhook_deliveries" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_ended_at_idx" ON "webhook_deliveries" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_waiting_idx" ON "webhook_deliveries" USING btree ("next_try_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_unqueued_idx" ON "webhook_deliveries" USING btree ("number") WHERE state = 'waiting' AND NOT queued;--> statement-breakpoint
CREATE INDEX "webhook_endpoints_tenant_id_idx" ON "webhook_endpoints" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_events_once_key" ON "webhook_events" USING btree ("tenant_id","once_key");--> statement-breakpoint
CREATE INDEX "webhook_events_at_idx" ON "webhook_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "webhook_secrets_endpoint_id_idx" ON "webhook_secrets" USING btree ("endpoint_id");--> statement-breakpoint
-- Said with what it tells of: whoever delivers need not wait for the next time it looks.
CREATE TRIGGER webhook_deliveries_tell_insert AFTER INSERT ON "webhook_deliveries"
	FOR EACH STATEMENT EXECUTE FUNCTION tell_change('webhooks');
--> statement-breakpoint
-- As 0010 has it, with the tables of webhooks: the portal's role hands secrets in and never reads one.
CREATE OR REPLACE FUNCTION grant_portal_role() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	portal oid := (SELECT oid FROM pg_roles WHERE rolname = 'gooclaim_portal');
	change record;
BEGIN
	IF portal IS NULL THEN
		RETURN;
	END IF;
	FOR change IN
		WITH listed (name, rights) AS (VALUES
			-- Nobody rewrites the log, or puts a key of their own among those that verify.
			('audit_events', '{SELECT,INSERT}'::text[]),
			('signing_keys', '{SELECT,UPDATE}'),
			('tenants', '{SELECT,UPDATE}'),
			('used_assertions', '{SELECT,INSERT}'),
			('key_uses', '{SELECT}'),
			('revoked_tokens', '{SELECT}'),
			('scope_uses', '{SELECT}'),
			('secret_uses', '{SELECT}'),
			('usage_hours', '{SELECT}'),
			('usage_minutes', '{SELECT}'),
			('apps', '{SELECT,INSERT,UPDATE,DELETE}'),
			('authorization_codes', '{SELECT,INSERT,UPDATE,DELETE}'),
			('client_secrets', '{SELECT,INSERT,UPDATE,DELETE}'),
			('clients', '{SELECT,INSERT,UPDATE,DELETE}'),
			('domains', '{SELECT,INSERT,UPDATE,DELETE}'),
			('invitations', '{SELECT,INSERT,UPDATE,DELETE}'),
			('passkeys', '{SELECT,INSERT,UPDATE,DELETE}'),
			('password_resets', '{SELECT,INSERT,UPDATE,DELETE}'),
			('rate_limits', '{SELECT,INSERT,UPDATE,DELETE}'),
			('recovery_codes', '{SELECT,INSERT,UPDATE,DELETE}'),
			('refresh_tokens', '{SELECT,INSERT,UPDATE,DELETE}'),
			('resources', '{SELECT,INSERT,UPDATE,DELETE}'),
			('secret_notices', '{SELECT,INSERT,UPDATE,DELETE}'),
			('sessions', '{SELECT,INSERT,UPDATE,DELETE}'),
			('sso_attempts', '{SELECT,INSERT,UPDATE,DELETE}'),
			('sso_connections', '{SELECT,INSERT,UPDATE,DELETE}'),
			('totp_factors', '{SELECT,INSERT,UPDATE,DELETE}'),
			('user_identities', '{SELECT,INSERT,UPDATE,DELETE}'),
			('users', '{SELECT,INSERT,UPDATE,DELETE}'),
			('webhook_endpoints', '{SELECT,INSERT,UPDATE,DELETE}'),
			('webhook_secrets', '{SELECT,INSERT,UPDATE,DELETE}'),
			-- What was told stays told: another role delivers, and writes down how that went.
			('webhook_deliveries', '{SELECT,INSERT}'),
			('webhook_events', '{SELECT,INSERT}'),
			('webhook_tries', '{SELECT}')),
		withheld (name, kept, privilege) AS (VALUES
			('client_secrets', 'digest', 'SELECT'), ('client_secrets', 'digest', 'UPDATE'),
			('signing_keys', 'sealed_private_key', 'SELECT'),
			('signing_keys', 'kid', 'UPDATE'), ('signing_keys', 'public_jwk', 'UPDATE'),
			('signing_keys', 'created_at', 'UPDATE'),
			('tenants', 'operator', 'UPDATE'),
			('webhook_secrets', 'sealed', 'SELECT'), ('webhook_secrets', 'sealed', 'UPDATE')),
		wanted AS (
			SELECT pg_class.oid AS id, CASE privilege WHEN 'DELETE' THEN 0 ELSE attnum END AS place, privilege
			FROM listed JOIN pg_class ON relname = listed.name AND relnamespace = 'public'::regnamespace
			CROSS JOIN unnest(rights) AS privilege
			JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
			WHERE (relname, attname, privilege) NOT IN (SELECT name, kept, withheld.privilege FROM withheld)
			GROUP BY 1, 2, 3),
		had AS (
			SELECT pg_class.oid AS id, 0 AS place, privilege_type AS privilege
			FROM pg_class CROSS JOIN aclexplode(relacl)
			WHERE grantee = portal AND relnamespace = 'public'::regnamespace AND relkind <> 'S'
			UNION
			SELECT attrelid, attnum, privilege_type
			FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid CROSS JOIN aclexplode(attacl)
			WHERE grantee = portal AND relnamespace = 'public'::regnamespace AND NOT attisdropped
				-- A right that is taken from a whole table goes from its columns too, and is granted to those anew.
				AND NOT EXISTS (SELECT FROM aclexplode(relacl) AS whole
					WHERE whole.grantee = portal AND whole.privilege_type = aclexplode.privilege_type)),
		changes AS (
			SELECT *, 'REVOKE %s ON %s FROM gooclaim_portal' AS pattern FROM (TABLE had EXCEPT TABLE wanted) AS excess
			UNION ALL
			SELECT *, 'GRANT %s ON %s TO gooclaim_portal' FROM (TABLE wanted EXCEPT TABLE had) AS lacking)
		SELECT format(pattern, privilege || coalesce(' (' || string_agg(quote_ident(attname::text), ', ') || ')', ''), id::regclass)
			AS statement
		FROM changes LEFT JOIN pg_attribute ON attrelid = id AND attnum = place AND place > 0
		GROUP BY pattern, id, privilege, place > 0
		-- First what is taken away.
		ORDER BY pattern DESC
	LOOP
		EXECUTE change.statement;
	END LOOP;
	IF NOT has_schema_privilege('gooclaim_portal', 'public', 'USAGE') THEN
		GRANT USAGE ON SCHEMA public TO gooclaim_portal;
	END IF;
	IF NOT has_sequence_privilege('gooclaim_portal', 'public.audit_events_id', 'USAGE') THEN
		GRANT USAGE ON SEQUENCE public.audit_events_id TO gooclaim_portal;
	END IF;
	IF NOT has_function_privilege('gooclaim_portal', 'public.known_secrets(bytea[], timestamptz)', 'EXECUTE') THEN
		GRANT EXECUTE ON FUNCTION public.known_secrets(bytea[], timestamptz) TO gooclaim_portal;
	END IF;
	-- What was migrated: a process of the portal waits for its own release's schema.
	IF NOT has_schema_privilege('gooclaim_portal', 'drizzle', 'USAGE') THEN
		GRANT USAGE ON SCHEMA drizzle TO gooclaim_portal;
		GRANT SELECT ON drizzle.__drizzle_migrations TO gooclaim_portal;
	END IF;
EXCEPTION
	-- Tables that belong to somebody else: only ROLE=portal lacks something then.
	WHEN insufficient_privilege THEN RAISE WARNING 'gooclaim_portal was not granted what it needs: %', SQLERRM;
END $$;
