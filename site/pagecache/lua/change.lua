#!lua flags=allow-oom
-- hold (just before COMMIT) | end (just after it) | drop (rolled back): fences tags, takes the pages made from them
-- and tells the edges which. Memory may be full (allow-oom): a purge that failed for want of it would leave old pages.
-- ARGV 1 phase 2 txn 3 its number in the database or '-' 4 ids to take at most 5 a random value
--      6 µs that `recent` remembers 7 entries of `cold` at most ; then the tags
-- The tag `*` stands for everything: no set of pages has it, a new epoch ends them all.
-- Returns {seq, ids left to take, key of each page taken ...}; while ids are left it is to be called again, for one
-- call must not hold up the readers for long.
local phase, txn, budget = ARGV[1], ARGV[2], tonumber(ARGV[4])
local tags = {unpack(ARGV, 8)}
local done = 'pc:done:' .. txn
local before = redis.call('GET', 'pc:seq') or '0'

local function release()
  for _, tag in ipairs(tags) do redis.call('SREM', 'pc:h:' .. tag, txn) end
  redis.call('HDEL', 'pc:holds', txn)
  -- A hold that waited in the socket of a stopped Redis may yet come; it would then stand for nothing and for ever.
  redis.call('SET', done, 1, 'EX', 86400)
end

-- Nothing was committed. What `hold` took is gone, which is dear but not wrong.
if phase == 'drop' then
  release()
  return {before, 0}
end
-- Told already, by the keeper or by one who asked twice. The fence goes all the same; a hold raises none.
if redis.call('EXISTS', done) == 1 then
  if phase == 'end' then release() end
  return {before, 0}
end

local t = redis.call('TIME')
local us = t[1] * 1000000 + t[2]
-- Leases are compared by this number, so it grows even if the clock steps back.
local number = math.max(us, tonumber(before) + 1)
local seq = string.format('%.0f', number)

local is_everything = false
for _, tag in ipairs(tags) do
  if tag == '*' then is_everything = true end
end

if phase == 'hold' then
  -- From here to `end` no page with these tags is kept, so that a process killed between COMMIT and `end` leaves a
  -- fence, not a stale page. No TTL: safety must not run out by itself.
  for _, tag in ipairs(tags) do redis.call('SADD', 'pc:h:' .. tag, txn) end
  redis.call('HSET', 'pc:holds', txn, string.format('%.0f', us) .. ' ' .. ARGV[3] .. ' ' .. table.concat(tags, ' '))
else
  -- Whatever was rendered under a lease from before this moment may have read the rows from before COMMIT.
  for _, tag in ipairs(tags) do
    redis.call('ZADD', 'pc:recent', seq, tag)
    -- What a process remembers about the next change by the clock holds for one value of this.
    if tag == 'clock' then redis.call('SET', 'pc:clock', seq) end
  end
  -- No lease lives longer than a third of this.
  redis.call('ZREMRANGEBYSCORE', 'pc:recent', '-inf', string.format('%.0f', number - tonumber(ARGV[6])))
end

local epoch = redis.call('GET', 'pc:epoch')
-- All pages at once. The build stays: a commit, perhaps an import's from another folder, says nothing about who
-- renders. Where there is no epoch there is no page, and the first reader's process makes one for its own build.
if is_everything and epoch then
  epoch = ARGV[5] .. '.' .. (string.match(epoch, '%.(.*)$') or '')
  redis.call('SET', 'pc:epoch', epoch)
end

local left, told, known, taken = 0, {}, {}, {}
for _, tag in ipairs(tags) do
  local needle, dead = ' ' .. tag .. ' ', {}
  local ids = budget > 0 and redis.call('SPOP', 'pc:t:' .. tag, budget) or {}
  budget = budget - #ids
  for _, id in ipairs(ids) do
    -- Each id goes to the edges, also one whose page Redis has no longer, or has without this tag: an edge may still
    -- hold the copy that was made with it.
    if not known[id] then
      known[id] = true
      told[#told + 1] = id
    end
    local page = redis.call('HMGET', 'pc:p:' .. id, 't', 'k', 'g')
    -- A page made again from other things left its id behind here; it is true, so it stays.
    if page[1] and string.find(page[1], needle, 1, true) then
      dead[#dead + 1] = 'pc:p:' .. id
      -- A page of another epoch was shown to nobody: it goes, but it does not count.
      if page[3] == epoch then taken[#taken + 1] = page[2] end
    end
  end
  if #dead > 0 then redis.call('UNLINK', unpack(dead)) end
  if budget <= 0 then left = left + redis.call('SCARD', 'pc:t:' .. tag) end
end

-- Readers asked for these, so the keeper makes them again, hottest first.
local heats, cold = #taken > 0 and redis.call('ZMSCORE', 'pc:heat', unpack(taken)) or {}, {}
for i, key in ipairs(taken) do
  if heats[i] then
    cold[#cold + 1] = heats[i]
    cold[#cold + 1] = key
  end
end
if #cold > 0 then
  redis.call('ZADD', 'pc:cold', unpack(cold))
  redis.call('ZREMRANGEBYRANK', 'pc:cold', 0, -1 - tonumber(ARGV[7]))
end

-- `hold` takes ids out of the sets, so `hold` tells them: `end` finds the sets empty. Every number is told in the
-- script that makes it, with the one before, so that an edge sees when it has missed one.
if phase == 'end' or #told > 0 or is_everything then
  redis.call('SET', 'pc:seq', seq)
  if is_everything then
    redis.call('PUBLISH', 'pc:purges', 'E ' .. seq .. ' ' .. before .. ' ' .. (epoch or '-'))
  else
    redis.call('PUBLISH', 'pc:purges', 'P ' .. seq .. ' ' .. before .. ' ' .. table.concat(told, ' '))
  end
else
  seq = before
end

-- The fence goes last, when nothing is left that it guards.
if phase == 'end' and left == 0 then release() end
return {seq, left, unpack(taken)}
