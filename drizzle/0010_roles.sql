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
-- Before PostgreSQL 15 whoever may connect may also make functions and operators here, for others to stumble over.
DO $$
BEGIN
	REVOKE CREATE ON SCHEMA public FROM PUBLIC;
EXCEPTION
	WHEN insufficient_privilege THEN
		RAISE NOTICE 'who may create in the schema public is for its owner to say: REVOKE CREATE ON SCHEMA public FROM PUBLIC';
END $$;
--> statement-breakpoint
-- Gives the role the rights that are listed here and takes every other right on a table away. Run at every start that
-- migrates, so that a role made by hand gets its rights as well, and one that was given more loses it. All but DELETE is
-- granted by column, so that what is withheld stays withheld. This function and the others name what is ours by its
-- schema and have no other in their search path: nobody can put a function of the same name in between.
CREATE FUNCTION grant_portal_role() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
			('users', '{SELECT,INSERT,UPDATE,DELETE}')),
		withheld (name, kept, privilege) AS (VALUES
			('client_secrets', 'digest', 'SELECT'), ('client_secrets', 'digest', 'UPDATE'),
			('signing_keys', 'sealed_private_key', 'SELECT'),
			('signing_keys', 'kid', 'UPDATE'), ('signing_keys', 'public_jwk', 'UPDATE'),
			('signing_keys', 'created_at', 'UPDATE'),
			('tenants', 'operator', 'UPDATE')),
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
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION grant_portal_role() FROM PUBLIC;
--> statement-breakpoint
-- The secrets that have one of these digests, for a role that cannot read digests: whoever has the digest has the secret.
CREATE FUNCTION known_secrets(wanted bytea[], moment timestamptz) RETURNS TABLE (
	"digest" bytea, "secretId" text, "clientId" text, "tenantId" text,
	"expiresAt" timestamptz, "retiredAt" timestamptz, "superseded" boolean, "outlived" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
	SELECT known.digest, known.id, known.client_id, clients.tenant_id, known.expires_at, known.retired_at,
		EXISTS (SELECT FROM public.client_secrets other
			WHERE other.client_id = known.client_id AND other.created_at > known.created_at
				AND other.retired_at IS NULL AND (other.expires_at IS NULL OR other.expires_at > moment)),
		-- A secret that was retired because it leaked ended before an older one, too, and no rotation was cancelled.
		known.exposed_in IS DISTINCT FROM 'report' AND EXISTS (SELECT FROM public.client_secrets other
			WHERE other.client_id = known.client_id AND other.created_at < known.created_at
				AND (other.retired_at IS NULL OR other.retired_at > known.retired_at)
				AND (other.expires_at IS NULL OR other.expires_at > known.retired_at))
	FROM public.client_secrets known JOIN public.clients ON clients.id = known.client_id
	WHERE known.digest = ANY (wanted)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION known_secrets(bytea[], timestamptz) FROM PUBLIC;
--> statement-breakpoint
-- Whoever cannot read private halves, the portal's role and its members, erases them, puts nothing in their place and
-- brings no key back.
CREATE FUNCTION keep_signing_keys() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	states text[] := '{next,active,retiring,retired}';
BEGIN
	IF has_column_privilege('public.signing_keys', 'sealed_private_key', 'SELECT') THEN
		RETURN NEW;
	END IF;
	IF NEW.sealed_private_key IS NOT NULL AND NEW.sealed_private_key IS DISTINCT FROM OLD.sealed_private_key
		OR coalesce(array_position(states, NEW.state), 0) < array_position(states, OLD.state)
		OR OLD.activated_at <> coalesce(NEW.activated_at, 'infinity')
		OR OLD.retiring_at <> coalesce(NEW.retiring_at, 'infinity')
		OR OLD.retired_at <> coalesce(NEW.retired_at, 'infinity')
		OR OLD.revoked_at <> coalesce(NEW.revoked_at, 'infinity') THEN
		RAISE EXCEPTION 'the portal makes no keys and brings none back' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER signing_keys_keep BEFORE UPDATE ON "signing_keys"
	FOR EACH ROW EXECUTE FUNCTION keep_signing_keys();
