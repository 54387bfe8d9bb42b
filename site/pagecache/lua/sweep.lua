#!lua flags=allow-oom
-- Pages end by their TTL, and memory pressure takes others; their ids stay behind in the sets of their tags. Some of
-- them go at each call. Looking and removing must be one step, for a page may be kept between the two.
-- ARGV 1 cursor 2 keys to pass at most, about 3 ids of one tag to look at. Returns {cursor, ids removed}
local found = redis.call('SCAN', ARGV[1], 'MATCH', 'pc:t:*', 'COUNT', ARGV[2])
local told, known = {}, {}
for _, set in ipairs(found[2]) do
  local gone = {}
  -- Of a long set some at random: one call must not hold up the readers, and the next round takes others.
  for _, id in ipairs(redis.call('SRANDMEMBER', set, ARGV[3])) do
    if redis.call('EXISTS', 'pc:p:' .. id) == 0 then
      gone[#gone + 1] = id
      if not known[id] then
        known[id] = true
        told[#told + 1] = id
      end
    end
  end
  if #gone > 0 then redis.call('SREM', set, unpack(gone)) end
end

local t = redis.call('TIME')
-- The bound on absent pages counts those that are there.
redis.call('ZREMRANGEBYSCORE', 'pc:absent', '-inf', t[1] * 1000)
-- An edge may still have the copy of a page that Redis lost to memory pressure, and nothing would name it any more
-- when its tag is purged: so whatever leaves a tag's set is told, here too.
if #told > 0 then
  local before = redis.call('GET', 'pc:seq') or '0'
  local seq = string.format('%.0f', math.max(t[1] * 1000000 + t[2], tonumber(before) + 1))
  redis.call('SET', 'pc:seq', seq)
  redis.call('PUBLISH', 'pc:purges', 'P ' .. seq .. ' ' .. before .. ' ' .. table.concat(told, ' '))
end
return {found[1], #told}
