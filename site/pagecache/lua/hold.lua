#!lua flags=allow-oom
-- Just before COMMIT. From here to `end` no page is served and none is kept, so that a process killed
-- between COMMIT and `end` leaves a fence, not a stale page. No TTL: safety must not run out by itself.
-- KEYS 1 holds 2 done ; ARGV 1 txn
-- A hold that waited in a stopped Redis may come after its own `end`; it would then stand for nothing.
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local t = redis.call('TIME')
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000)))
return 1
