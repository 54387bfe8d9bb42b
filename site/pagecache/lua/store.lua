#!lua
-- Keeps a page, unless what it was made from may have changed since its lease. Returns 'ok' or why not.
-- No allow-oom: when memory is full, a page is what we can do without.
-- KEYS 1 page 2 render lock ; ARGV 1 epoch 2 seq 3 Redis time (ms) of the lease 4 expires at (ms)
--      5 longest lease (ms) 6 µs that `recent` remembers 7 pages of its class at most (0: no bound) 8 the class's set 9 id 10 number of tags
--      then the tags, then field value ...
local kept_tags = {unpack(ARGV, 11, 10 + ARGV[10])}

-- A page not kept leaves a pass mark: who waits for it goes through at once, all together, instead of one render
-- after another. A second is long enough for all of them, and short enough for the next page to be kept.
local function refuse(why)
  redis.call('SET', KEYS[2], 'no', 'PX', 1000)
  return why
end

-- Another epoch: the page is from before something that stands on every page, or from another Redis.
if redis.call('GET', 'pc:epoch') ~= ARGV[1] then return refuse('epoch') end
local seq, lease = tonumber(redis.call('GET', 'pc:seq') or '0'), tonumber(ARGV[2])
-- Numbers only grow. One that fell back is a Redis with an older memory than the lease's; it forgot purges.
if seq < lease then return refuse('rollback') end

local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
-- `recent` knows what was purged since the lease only for leases that are younger than its memory: by the clock,
-- and by the numbers, for a clock can be set back.
if now - tonumber(ARGV[3]) > tonumber(ARGV[5]) then return refuse('old') end
if seq - lease > tonumber(ARGV[6]) then return refuse('old') end
-- It would be gone at once, and a moment in the past is no TTL.
if tonumber(ARGV[4]) <= now then return refuse('expired') end

-- Besides its own tags each page hangs on two: `*` (everything), and `clock`, because its expiry was the next change
-- that the render knew of.
local checked, fences = {'*', 'clock', unpack(kept_tags)}, {}
for i, tag in ipairs(checked) do fences[i] = 'pc:h:' .. tag end
-- Purged after the lease was given: the render may have read the rows from before.
for _, purged in ipairs(redis.call('ZMSCORE', 'pc:recent', unpack(checked))) do
  if purged and tonumber(purged) > lease then return refuse('purged') end
end
-- A commit may be happening now; the render may have seen its rows or not, and its `end` has yet to come.
if redis.call('EXISTS', unpack(fences)) > 0 then return refuse('held') end

-- Addresses where nothing is are without number, and so are searches: so many may be kept at once, and no more.
if tonumber(ARGV[7]) > 0 then
  redis.call('ZREMRANGEBYSCORE', ARGV[8], '-inf', now)
  if redis.call('ZCARD', ARGV[8]) >= tonumber(ARGV[7]) and not redis.call('ZSCORE', ARGV[8], ARGV[9]) then
    return refuse('full')
  end
  redis.call('ZADD', ARGV[8], ARGV[4], ARGV[9])
end

-- The old page goes as a whole: a coding of it left behind would answer with the new page's headers.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 11 + ARGV[10]))
-- Every page has a TTL: volatile-lru may then evict pages, and nothing that safety needs.
redis.call('PEXPIREAT', KEYS[1], ARGV[4])
for _, tag in ipairs(kept_tags) do redis.call('SADD', 'pc:t:' .. tag, ARGV[9]) end
-- Who waits may look now.
redis.call('DEL', KEYS[2])
return 'ok'
