#!lua flags=allow-oom
-- The page, if it may be served; else a lease for the render that will make it. One round trip either way.
-- KEYS 1 page 2 epoch 3 seq 4 holds
-- ARGV 1 literal key 2 our build 3 a random value 4 ms after which a hold is abandoned 5 codings we can use, best first: "rz"
-- Returns {'hit', status, headers, etag stem, coding, body} or {'lease', epoch, seq, Redis time in ms, refusal or ''}
-- Memory may be full when we come (allow-oom): reading is then still right, and an epoch must always be writable.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local build = function(e) return string.match(e, '%.(.*)$') or '' end

-- No epoch: Redis came up empty. A value that was never used before makes sure that no old lease fits.
local epoch = redis.call('GET', KEYS[2])
if not epoch then
  epoch = ARGV[3] .. '.' .. ARGV[2]
  redis.call('SET', KEYS[2], epoch)
end

-- While a hold stands a commit may have happened that nobody has told yet: nothing is served and nothing kept.
-- Its writer may have been killed. After a minute the hold goes, but the new epoch comes first, so that
-- no page from before the possible commit survives it.
local held = false
if redis.call('HLEN', KEYS[4]) > 0 then
  local holds = redis.call('HGETALL', KEYS[4])
  for i = 1, #holds, 2 do
    if now - tonumber(holds[i + 1]) > tonumber(ARGV[4]) then
      epoch = ARGV[3] .. '.' .. build(epoch)
      local seq = math.max(t[1] * 1000000 + t[2], tonumber(redis.call('GET', KEYS[3]) or '0') + 1)
      redis.call('SET', KEYS[2], epoch)
      redis.call('SET', KEYS[3], string.format('%.0f', seq))
      redis.call('HDEL', KEYS[4], holds[i])
    else
      held = true
    end
  end
end

local refusal = held and 'held' or ''
-- Another build announced itself: its pages are not ours to serve, and ours would be wrong in its epoch.
if build(epoch) ~= ARGV[2] then refusal = 'build' end

if refusal == '' then
  local page = redis.call('HMGET', KEYS[1], 'k', 'g', 'x', 's', 'h', 'e')
  -- Ids are 52 bits long, so two addresses may share one: the literal key decides. x is compared as well,
  -- because a key may outlive its expiry by a moment.
  if page[1] == ARGV[1] and page[2] == epoch and tonumber(page[3]) > now then
    for coding in string.gmatch(ARGV[5], '.') do
      local body = redis.call('HGET', KEYS[1], coding)
      if body then return {'hit', page[4], page[5], page[6], coding, body} end
    end
  end
end
return {'lease', epoch, redis.call('GET', KEYS[3]) or '0', string.format('%.0f', now), refusal}
