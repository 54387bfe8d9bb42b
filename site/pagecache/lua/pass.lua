#!lua flags=allow-oom
-- A page that will not be kept: who waits for it goes through at once. Memory may be full (allow-oom), which is one
-- of the reasons. Not longer than a second, or the next page could not be waited for.
-- KEYS 1 render lock
redis.call('SET', KEYS[1], 'no', 'PX', 1000)
return 1
