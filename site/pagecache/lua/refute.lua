#!lua flags=allow-oom
-- The auditor found that a kept page is not what its view says. It goes, and the edges are told; unless something
-- may have changed since the auditor's lease, for then its own render may be the one that is from before.
-- KEYS 1 page ; ARGV 1 id 2 its etag stem 3 its expiry (ms) 4 epoch 5 seq 6 Redis time (ms) of the lease
--      7 longest lease (ms) ; then the tags of the kept page and of the fresh one. Returns 'gone' or why not.
-- Another page has taken its place, or none.
local page = redis.call('HMGET', KEYS[1], 'e', 'x', 'g')
if page[1] ~= ARGV[2] or page[2] ~= ARGV[3] or page[3] ~= ARGV[4] then return 'replaced' end
-- From here on as in store.lua, and for the same reasons.
if redis.call('GET', 'pc:epoch') ~= ARGV[4] then return 'epoch' end
local before = redis.call('GET', 'pc:seq') or '0'
local seq, lease = tonumber(before), tonumber(ARGV[5])
if seq < lease then return 'rollback' end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if now - tonumber(ARGV[6]) > tonumber(ARGV[7]) then return 'old' end
if tonumber(ARGV[3]) <= now then return 'expired' end
local checked, fences = {'*', 'clock', unpack(ARGV, 8)}, {}
for i, tag in ipairs(checked) do fences[i] = 'pc:h:' .. tag end
for _, purged in ipairs(redis.call('ZMSCORE', 'pc:recent', unpack(checked))) do
  if purged and tonumber(purged) > lease then return 'purged' end
end
if redis.call('EXISTS', unpack(fences)) > 0 then return 'held' end

redis.call('UNLINK', KEYS[1])
-- Told with a number of its own and the one before, like every page that goes.
seq = string.format('%.0f', math.max(t[1] * 1000000 + t[2], seq + 1))
redis.call('SET', 'pc:seq', seq)
redis.call('PUBLISH', 'pc:purges', 'P ' .. seq .. ' ' .. before .. ' ' .. ARGV[1])
return 'gone'
