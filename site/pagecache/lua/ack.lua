#!lua flags=allow-oom
-- An nginx worker says what it has applied, and asks for a lease on its copies. Memory may be full (allow-oom): a worker
-- that could not answer would make every publish wait for it.
-- KEYS 1 edges 2 seq 3 epoch 4 fresh 5 heat
-- ARGV 1 worker 2 applied seq, or '' when it has just begun to listen and has no copies 3 entries of heat at most
--      then how often and literal key in turn: what it was asked most since the last time
-- Returns {newest seq, ms that a lease may last or 0, epoch, Redis time in ms, how many edges}
local seq = redis.call('GET', KEYS[2]) or '0'
local applied = ARGV[2] == '' and seq or ARGV[2]
redis.call('ZADD', KEYS[1], applied, ARGV[1])

-- Redis never sees the hits that workers answer themselves. Addresses are without number, memory is not: the coolest go.
for i = 4, #ARGV, 2 do redis.call('ZINCRBY', KEYS[5], ARGV[i], ARGV[i + 1]) end
if #ARGV > 3 then redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -1 - tonumber(ARGV[3])) end

-- Only for the newest seq: once `end` has made number S, every lease of a worker that has not applied S was asked for
-- before S. So it is over one lease time after `end`, by anybody's steady clock, and no two clocks are ever compared.
-- None outlives `fresh`: after that nobody vouches for what Redis has.
local ms = applied == seq and math.max(redis.call('PTTL', KEYS[4]), 0) or 0
local t = redis.call('TIME')
local now = string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000))
return {seq, ms, redis.call('GET', KEYS[3]) or '', now, redis.call('ZCARD', KEYS[1])}
