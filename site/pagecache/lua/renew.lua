#!lua flags=allow-oom
-- The keeper vouches: when it looked, every commit that the database showed was told to this Redis, or its fence stands.
-- ARGV 1 Redis time (ms) read before that look 2 run_id seen then 3 the keeper's token 4 ms that one look is worth
-- Returns 1, or 0 where it must not.
-- Another keeper has taken over; only one may say what was looked at.
if redis.call('GET', 'pc:keeper') ~= ARGV[3] then return 0 end
-- Restarted or replaced since the look: this is not the Redis that was looked at, and may have an older memory.
if not string.find(redis.call('INFO', 'server'), 'run_id:' .. ARGV[2], 1, true) then return 0 end
-- Emptied since.
local seq = redis.call('GET', 'pc:seq')
if redis.call('EXISTS', 'pc:epoch') == 0 or not seq then return 0 end
-- Counted from the look and not from now: a command that waited in the socket of a stopped Redis renews nothing late.
redis.call('SET', 'pc:fresh', 1, 'PXAT', string.format('%.0f', ARGV[1] + ARGV[4]))
-- A beat says only which number is the newest; an edge that has another knows that it missed one.
redis.call('PUBLISH', 'pc:purges', 'B ' .. seq .. ' ' .. seq .. ' ')
return 1
