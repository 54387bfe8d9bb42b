#!lua
-- Keeps a page, unless what it was made from may have changed since its lease. Returns 'ok' or why not.
-- KEYS 1 page 2 epoch 3 seq 4 holds 5 absent
-- ARGV 1 epoch 2 seq 3 Redis time (ms) of the lease 4 expires at (ms) 5 longest lease (ms) 6 status 7 id
--      8 how many absent pages at most ; then field value ...
-- No allow-oom: when memory is full, a page is what we can do without.

-- Every commit makes a new epoch, so the same epoch means that nothing was committed since the lease.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 'epoch' end
-- Numbers only grow. One that fell back is a Redis with an older memory than ours.
if tonumber(redis.call('GET', KEYS[3]) or '0') < tonumber(ARGV[2]) then return 'rollback' end
-- A commit may be happening now; the render may have seen its rows or not.
if redis.call('HLEN', KEYS[4]) > 0 then return 'held' end

local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
-- A render that took a minute may have slept through an abandoned hold.
if now - tonumber(ARGV[3]) > tonumber(ARGV[5]) then return 'old' end
if tonumber(ARGV[4]) <= now then return 'expired' end

-- Addresses where nothing is are without number: so many may be kept at once, and no more.
if ARGV[6] == '404' then
  redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now)
  if redis.call('ZCARD', KEYS[5]) >= tonumber(ARGV[8]) then return 'full' end
  redis.call('ZADD', KEYS[5], ARGV[4], ARGV[7])
end

-- The old page goes as a whole: a coding of it left behind would answer with the new page's headers.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 9))
-- Every page has a TTL: volatile-lru may then evict pages, and nothing else.
redis.call('PEXPIREAT', KEYS[1], ARGV[4])
return 'ok'
