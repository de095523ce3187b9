-- Counts one call against a sliding minute and says whether it is within the limit; in place of take_rate_limit, which
-- instances of the release before still call. It says the wait in milliseconds: an instance refuses from memory for so
-- long, and a wait in whole seconds would refuse a caller whose place is free.
CREATE FUNCTION take_rate_place(wanted_key text, wanted_limit integer)
RETURNS TABLE (allowed boolean, used integer, wait integer)
LANGUAGE plpgsql AS $$
DECLARE
	row_second bigint;
	row_slots integer[];
	now_ms bigint;
	now_second bigint;
	shift integer;
BEGIN
	LOOP
		SELECT second, slots INTO row_second, row_slots FROM rate_limits WHERE key = wanted_key FOR UPDATE;
		EXIT WHEN FOUND;
		INSERT INTO rate_limits VALUES (wanted_key, floor(extract(epoch FROM clock_timestamp())), array_fill(0, ARRAY[60]))
			ON CONFLICT DO NOTHING;
	END LOOP;
	-- Read after the lock was had.
	now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);
	now_second := now_ms / 1000;
	IF row_second > now_second + 60 THEN
		-- The clock was set back: what was counted by the old one says nothing, and must not refuse anyone for hours.
		row_second := now_second - 60;
	END IF;
	now_second := greatest(now_second, row_second);
	shift := least(now_second - row_second, 60);
	IF shift > 0 THEN
		row_slots := row_slots[shift + 1:60] || array_fill(0, ARRAY[shift]);
	END IF;
	used := (SELECT sum(slot) FROM unnest(row_slots) AS slot);
	allowed := used < wanted_limit;
	wait := 0;
	IF allowed THEN
		used := used + 1;
		row_slots[60] := row_slots[60] + 1;
		UPDATE rate_limits SET second = now_second, slots = row_slots WHERE key = wanted_key;
	ELSE
		DECLARE
			left_over integer := used;
		BEGIN
			FOR place IN 1..60 LOOP
				left_over := left_over - row_slots[place];
				wait := (now_second + place) * 1000 - now_ms;
				EXIT WHEN left_over < wanted_limit;
			END LOOP;
		END;
	END IF;
	RETURN NEXT;
END $$;
--> statement-breakpoint
-- Undoes one call. The oldest place is freed: what stays counted is never older than the calls that stay, so no minute
-- holds more than its limit.
CREATE FUNCTION give_back_rate_place(wanted_key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	row_second bigint;
	row_slots integer[];
	first_place bigint;
BEGIN
	SELECT second, slots INTO row_second, row_slots FROM rate_limits WHERE key = wanted_key FOR UPDATE;
	first_place := greatest(1, floor(extract(epoch FROM clock_timestamp()))::bigint - row_second + 1);
	FOR place IN first_place..60 LOOP
		IF row_slots[place] > 0 THEN
			UPDATE rate_limits SET slots[place] = slots[place] - 1 WHERE key = wanted_key;
			RETURN;
		END IF;
	END LOOP;
END $$;
