#!lua flags=allow-oom
-- Just after COMMIT: every page from before it is invalid. Also for an epoch that no commit asks for.
-- KEYS 1 epoch 2 seq 3 holds 4 done ; ARGV 1 txn or '' 2 a random value 3 build for a Redis without an epoch
--      4 'announce' when this build replaces the one before
local t = redis.call('TIME')
local before = redis.call('GET', KEYS[1])
local build = ARGV[3]
-- A commit says nothing about the build: an import run from another folder must not take the cache over.
if before and ARGV[4] ~= 'announce' then build = string.match(before, '%.(.*)$') or '' end
-- The epoch changes before the fence is lifted; both happen within this script, but the order is the reason.
redis.call('SET', KEYS[1], ARGV[2] .. '.' .. build)
-- Monotonic even if the clock steps back.
local seq = math.max(t[1] * 1000000 + t[2], tonumber(redis.call('GET', KEYS[2]) or '0') + 1)
redis.call('SET', KEYS[2], string.format('%.0f', seq))
if ARGV[1] ~= '' then
  redis.call('HDEL', KEYS[3], ARGV[1])
  -- Long enough for any hold that is still on its way.
  redis.call('SET', KEYS[4], 1, 'EX', 86400)
end
return string.format('%.0f', seq)
