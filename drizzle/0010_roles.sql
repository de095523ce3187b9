-- The portal's database role: a process that serves people reads neither private signing keys nor digests of secrets.
-- Roles are the cluster's: another database of it may have made this one, even in this very moment.
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gooclaim_portal') THEN
		CREATE ROLE gooclaim_portal NOLOGIN;
	END IF;
EXCEPTION
	WHEN duplicate_object OR unique_violation THEN NULL;
	WHEN insufficient_privilege THEN
		RAISE NOTICE 'the role gooclaim_portal was not made: ROLE=portal needs it (CREATE ROLE gooclaim_portal NOLOGIN)';
END $$;
--> statement-breakpoint
-- Grants the role what it lacks, for tables and columns of later releases too; run at every start that migrates, so that
-- a role made by hand gets its rights as well. All is granted by column, so that what is withheld stays withheld.
CREATE FUNCTION grant_portal_role() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
	lacking record;
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gooclaim_portal') THEN
		RETURN;
	END IF;
	FOR lacking IN
		WITH wanted AS (
			SELECT pg_class.oid AS table_id, relname, privilege FROM pg_class, unnest(CASE relname
				-- Nobody rewrites the log, or puts a key of their own among those that verify.
				WHEN 'audit_events' THEN '{SELECT,INSERT}'
				WHEN 'signing_keys' THEN '{SELECT,UPDATE}'
				WHEN 'tenants' THEN '{SELECT,UPDATE}'
				WHEN 'revoked_tokens' THEN '{SELECT}'
				WHEN 'used_assertions' THEN '{SELECT,INSERT}'
				WHEN 'usage_minutes' THEN '{SELECT}'
				WHEN 'usage_hours' THEN '{SELECT}'
				WHEN 'scope_uses' THEN '{SELECT}'
				WHEN 'secret_uses' THEN '{SELECT}'
				WHEN 'key_uses' THEN '{SELECT}'
				ELSE '{SELECT,INSERT,UPDATE,DELETE}' END::text[]) AS privilege
			WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition)
		SELECT table_id::regclass AS name, format('%s (%s)', privilege, string_agg(quote_ident(attname), ', ')) AS privileges
		FROM wanted JOIN pg_attribute ON attrelid = table_id AND attnum > 0 AND NOT attisdropped
		WHERE privilege <> 'DELETE'
			AND (relname, attname, privilege) NOT IN (
				('client_secrets', 'digest', 'SELECT'), ('client_secrets', 'digest', 'UPDATE'),
				('signing_keys', 'sealed_private_key', 'SELECT'),
				('signing_keys', 'kid', 'UPDATE'), ('signing_keys', 'public_jwk', 'UPDATE'),
				('signing_keys', 'created_at', 'UPDATE'),
				('tenants', 'operator', 'UPDATE'))
			AND NOT has_column_privilege('gooclaim_portal', table_id, attnum, privilege)
		GROUP BY table_id, privilege
		UNION ALL
		SELECT table_id::regclass, privilege FROM wanted
		WHERE privilege = 'DELETE' AND NOT has_table_privilege('gooclaim_portal', table_id, 'DELETE')
	LOOP
		EXECUTE format('GRANT %s ON %s TO gooclaim_portal', lacking.privileges, lacking.name);
	END LOOP;
	IF NOT has_schema_privilege('gooclaim_portal', 'public', 'USAGE') THEN
		GRANT USAGE ON SCHEMA public TO gooclaim_portal;
	END IF;
	IF NOT has_sequence_privilege('gooclaim_portal', 'audit_events_id', 'USAGE') THEN
		GRANT USAGE ON SEQUENCE audit_events_id TO gooclaim_portal;
	END IF;
	IF NOT has_function_privilege('gooclaim_portal', 'known_secrets(bytea[], timestamptz)', 'EXECUTE') THEN
		GRANT EXECUTE ON FUNCTION known_secrets(bytea[], timestamptz) TO gooclaim_portal;
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
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION grant_portal_role() FROM PUBLIC;
--> statement-breakpoint
-- The secrets that have one of these digests, for a role that cannot read digests: whoever has the digest has the secret.
CREATE FUNCTION known_secrets(wanted bytea[], moment timestamptz) RETURNS TABLE (
	"digest" bytea, "secretId" text, "clientId" text, "tenantId" text,
	"expiresAt" timestamptz, "retiredAt" timestamptz, "superseded" boolean, "outlived" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
	SELECT known.digest, known.id, known.client_id, clients.tenant_id, known.expires_at, known.retired_at,
		EXISTS (SELECT FROM client_secrets other
			WHERE other.client_id = known.client_id AND other.created_at > known.created_at
				AND other.retired_at IS NULL AND (other.expires_at IS NULL OR other.expires_at > moment)),
		-- A secret that was retired because it leaked ended before an older one, too, and no rotation was cancelled.
		known.exposed_in IS DISTINCT FROM 'report' AND EXISTS (SELECT FROM client_secrets other
			WHERE other.client_id = known.client_id AND other.created_at < known.created_at
				AND (other.retired_at IS NULL OR other.retired_at > known.retired_at)
				AND (other.expires_at IS NULL OR other.expires_at > known.retired_at))
	FROM client_secrets known JOIN clients ON clients.id = known.client_id
	WHERE known.digest = ANY (wanted)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION known_secrets(bytea[], timestamptz) FROM PUBLIC;
--> statement-breakpoint
-- The portal erases the private half of a key that signs no more, and puts nothing in its place.
CREATE FUNCTION keep_private_half() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF current_user = 'gooclaim_portal' AND NEW.sealed_private_key IS DISTINCT FROM OLD.sealed_private_key
		AND NEW.sealed_private_key IS NOT NULL THEN
		RAISE EXCEPTION 'the portal makes no keys' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER signing_keys_keep_private_half BEFORE UPDATE OF sealed_private_key ON "signing_keys"
	FOR EACH ROW EXECUTE FUNCTION keep_private_half();
