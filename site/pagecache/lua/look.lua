#!lua flags=allow-oom
-- The page, if it may be served; else a lease for the render that will make it. One round trip either way.
-- Memory may be full when we come (allow-oom): reading is then as right as ever, and the site must go on.
-- KEYS 1 page ; ARGV 1 literal key 2 our build 3 codings we can use, best first: "rz" 4 entries of heat at most
--      5 "late" where the page need not be vouched for: what would make it anew is away
-- Returns {'hit', status, headers, etag stem, coding, body, ms left}
--      or {'lease', epoch, seq, Redis time in ms, refusal or '', clock} or {'empty'}
local state = redis.call('MGET', 'pc:epoch', 'pc:seq', 'pc:clock', 'pc:fresh')
local epoch, seq, clock, fresh = state[1], state[2], state[3], state[4]
-- No epoch: Redis came up empty, or was emptied. Whoever asked makes one (epoch.lua) and asks again.
if not epoch then return {'empty'} end

local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
-- Another build announced itself: its pages are not ours to serve, and ours would be wrong in its epoch.
local is_ours = (string.match(epoch, '%.(.*)$') or '') == ARGV[2]

-- Only while the keeper vouches: without it nobody says that every commit was told to this Redis.
if (fresh or ARGV[5] == 'late') and is_ours then
  local page = redis.call('HMGET', KEYS[1], 'k', 'g', 'x', 's', 'h', 'e', 'l')
  -- Ids are 52 bits long, so two addresses may share one: the literal key decides. x is compared as well,
  -- because a key may outlive its expiry by a moment.
  if page[1] == ARGV[1] and page[2] == epoch and tonumber(page[3]) > now then
    for coding in string.gmatch(ARGV[3], '.') do
      local body = redis.call('HGET', KEYS[1], coding)
      if body then
        -- Pages are kept in gzip; who would take brotli lets the keeper know that this one is asked for (packing.py).
        if coding ~= string.sub(ARGV[3], 1, 1) then redis.call('SADD', 'pc:wanted', KEYS[1]) end
        redis.call('ZINCRBY', 'pc:heat', 1, ARGV[1])
        -- Addresses are without number, memory is not: the coolest go, some at a time.
        local over = redis.call('ZCARD', 'pc:heat') - tonumber(ARGV[4])
        if over > 100 then redis.call('ZREMRANGEBYRANK', 'pc:heat', 0, over - 1) end
        local headers = page[5] .. (page[7] and '\nLink: ' .. page[7] or '')
        return {'hit', page[4], headers, page[6], coding, body, tonumber(page[3]) - now}
      end
    end
  end
end

local refusal = ''
-- A commit that stands on every page, or moves the next change by the clock, is going on: `store` would refuse
-- whatever this lease leads to, so the render need not be compressed.
if redis.call('EXISTS', 'pc:h:*', 'pc:h:clock') > 0 then refusal = 'held' end
if not is_ours then refusal = 'build' end
return {'lease', epoch, seq or '0', string.format('%.0f', now), refusal, clock or '0'}
