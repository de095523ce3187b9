-- Counts the calls that wait together, each key as take_rate_place does for a single call (instances of the release
-- before still call that). The rows are locked in the order of their keys: two instances cannot wait for each other.
CREATE FUNCTION take_rate_places(wanted_keys text[], wanted_limits integer[], wanted_calls integer[])
RETURNS TABLE (place bigint, granted integer, used integer, wait integer)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	wanted record;
	row_second bigint;
	row_slots integer[];
	now_ms bigint;
	now_second bigint;
	shift integer;
	left_over integer;
BEGIN
	FOR wanted IN
		SELECT * FROM unnest(wanted_keys, wanted_limits, wanted_calls) WITH ORDINALITY
			AS asked (key, places, calls, place) ORDER BY asked.key
	LOOP
		LOOP
			SELECT second, slots INTO row_second, row_slots FROM public.rate_limits WHERE key = wanted.key FOR UPDATE;
			EXIT WHEN FOUND;
			INSERT INTO public.rate_limits
				VALUES (wanted.key, floor(extract(epoch FROM clock_timestamp())), array_fill(0, ARRAY[60]))
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
		granted := greatest(0, least(wanted.calls, wanted.places - used));
		wait := 0;
		IF granted > 0 THEN
			used := used + granted;
			row_slots[60] := row_slots[60] + granted;
			UPDATE public.rate_limits SET second = now_second, slots = row_slots WHERE key = wanted.key;
		END IF;
		IF granted < wanted.calls THEN
			left_over := used;
			FOR slot IN 1..60 LOOP
				left_over := left_over - row_slots[slot];
				wait := (now_second + slot) * 1000 - now_ms;
				EXIT WHEN left_over < wanted.places;
			END LOOP;
		END IF;
		place := wanted.place;
		RETURN NEXT;
	END LOOP;
END $$;
