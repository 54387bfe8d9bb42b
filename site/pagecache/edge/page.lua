-- A page that this worker has no copy of: from Redis, from whoever renders it just now, or from the app.
local semaphore = require "ngx.semaphore"
local wire, line, clock = require "edge.wire", require "edge.line", require "edge.clock"
local memory, answer, routes = require "edge.memory", require "edge.answer", require "edge.routes"
local counts, instead, written = require "edge.counts".of, require "edge.asked".instead, require "edge.key".written
local ask, is, is_there, value = line.ask, wire.is, wire.is_there, wire.value
local EXPIRES = require "edge.variant".EXPIRES
local match, tonumber, max, min, sleep = string.match, tonumber, math.max, math.min, ngx.sleep

local page = {}

local WAIT = 4                           -- s that a reader waits for another's render
local LOCK = "5000"                      -- ms that one render is waited for at all
local PASS = "1000"                      -- ms in which those who waited for a render that failed all go through
local FIRST_PAUSE, LONGEST_PAUSE = 0.010, 0.050      -- s between two looks at a page that somebody renders

---------------------------------------------------------------- from Redis
local skew                               -- our clock less Redis's, in s; nil before the listener has asked

-- Counted from the question and not from its answer, so that copies expire early and never late.
function page.set_clock(asked, redis_ms) skew = asked - redis_ms / 1000 end

local NO_BODY = "-"                      -- in a body's place where none is wanted: no page has such a field
local asked_of = {}                      -- what follows the page's name, by the body that is asked for
for _, field in ipairs { "r", "z", NO_BODY } do
  local fields = { "k", "g", "s", "h", "l", "e", "x", field }
  for i, name in ipairs(fields) do fields[i] = wire.word(name) end
  asked_of[field] = table.concat(fields)
end
local HMGET, ANSWERS = "*10\r\n" .. wire.word("HMGET"), 8

-- In parts, that the connection puts together. A whole one for each address was much of what a worker remembers, and
-- Lua looks all of that through for garbage.
local function question(address, field)
  return { HMGET, address.name, asked_of[field] }
end

-- Where in the answer stands what.
local LITERAL, MADE_IN, STATUS, HEADERS, LINK, STEM, EXPIRES_AT, BODY = 1, 2, 3, 4, 5, 6, 7, 8

-- Another release's pages may have other parameters in their keys than our table of routes has.
local epoch, build

local function is_of_our_build(address, state)
  if state.epoch ~= epoch then
    epoch = state.epoch
    build = epoch and match(epoch, "%.(.*)$")
  end
  if build == address.build then return true end
  if build ~= routes.build then routes.read() end
  return false
end

-- Says that somebody asked for a page who takes brotli: the keeper makes that body for those who come later (packing.py).
-- As a script, because a plain SADD is refused when Redis's memory is full, and the reader would pay for it.
local WANT = "#!lua flags=allow-oom\nreturn redis.call('SADD', 'pc:wanted', KEYS[1])"

-- The page's variant; false where there is none; nil and why where Redis has nothing that may be trusted.
-- With `is_late` also what the keeper no longer vouches for. Who says that he has the page, by `asked_tag`, most likely
-- has this one: its body is then asked for only when he has another.
local function fetch(address, coding, is_late, asked_tag)
  local before, field = memory.generation(), answer.field(coding)
  local said = ask(question(address, asked_tag and NO_BODY or field), ANSWERS)
  if not said then return nil, "redis_away" end
  if not is_of_our_build(address, said.state) then return nil, "other_build" end
  local fresh = said.state.is_vouched_for
  if not fresh and not is_late then return nil, "not_fresh" end
  local is_ours = is(said, LITERAL, address.text, address.literal_at, address.literal_length)
  if not is_ours or not is(said, MADE_IN, epoch) then return false end
  local status, stem, expires = value(said, STATUS), value(said, STEM), value(said, EXPIRES_AT)
  local headers, link = value(said, HEADERS), value(said, LINK)
  if asked_tag then
    local has_it = status == "200" and coding ~= "i" and asked_tag == answer.tag(stem, field)
    if has_it then
      local made = answer.made_of(address.uri, 200, headers, link, stem, coding, { [field] = "" })
      if skew then made[EXPIRES] = tonumber(expires) / 1000 + skew end
      return made
    end
    return fetch(address, coding, is_late)
  end

  local body = value(said, BODY)
  local bodies = { [field] = body }
  if field == "r" and (coding == "b" or not body) then
    local name = "pc:p:" .. written(address.id)
    said = ask(wire.command("HMGET", name, "e", "z") .. (body and "" or wire.command("EVAL", WANT, "1", name)), body and 2 or 3)
    -- It may be another by now, and a tag must never stand over another's body.
    bodies.z = said and is(said, 1, stem) and value(said, 2)
  end
  local made, is_makeshift = answer.made_of(address.uri, tonumber(status), headers, link, stem, coding, bodies)
  if not made then return false end
  if skew then
    made[EXPIRES] = tonumber(expires) / 1000 + skew
    if fresh and not is_makeshift then memory.keep(address, coding, made, stem .. expires, before) end
  end
  return made
end

---------------------------------------------------------------- one render for all who wait
-- Looks until there is an outcome or it is too late.
--   "page" and its variant · "ours": nobody else renders it · "pass": somebody did, and it was not kept
--   "away" and why: Redis cannot say · "late"
local function look(address, coding, stop)
  local pause = FIRST_PAUSE
  while true do
    local made, why = fetch(address, coding)
    if made then return "page", made end
    if made == nil then return "away", why end
    local lock = ask(wire.command("SET", "pc:lk:" .. written(address.id), "1", "NX", "PX", LOCK, "GET"), 1)
    if not lock then return "away", "redis_away" end
    if not is_there(lock, 1) then return "ours" end
    if is(lock, 1, "no") then return "pass" end
    if clock() >= stop then return "late" end
    sleep(pause)
    pause = min(pause * 1.5, LONGEST_PAUSE)
  end
end

-- Of all who ask this worker for one page, one looks at a time; the others wait for a word from him.
local groups = { r = {}, b = {}, z = {}, i = {} }      -- by coding, then by the page's id

local function wait(group, stop)
  group.bell = group.bell or semaphore.new()
  group.waiting = group.waiting + 1
  counts.wait = counts.wait + 1
  local has_rung = group.bell:wait(max(0.001, stop - clock()))
  group.waiting = group.waiting - 1
  return has_rung
end

local function tell(of_coding, id, group, outcome, why)
  if group.waiting == 0 then
    of_coding[id] = nil
  elseif outcome == "ours" or outcome == "late" then
    group.bell:post(1)                   -- nothing is known yet: the next of them looks
  else
    of_coding[id] = nil
    group.outcome, group.why = outcome, why
    group.bell:post(group.waiting)
  end
end

local function look_for_all(group, address, coding, stop)
  group.is_looking = true
  -- An error here would leave the others waiting, and all who come after them.
  local ok, outcome, detail = pcall(look, address, coding, stop)
  group.is_looking = false
  if not ok then
    ngx.log(ngx.ERR, "edge: ", outcome)
    outcome, detail = "away", "redis_away"
  end
  tell(groups[coding], address.id, group, outcome, detail)
  return outcome, detail
end

-- What Redis says to this reader alone, asked after he came; nothing where there is no page.
local function look_alone(address, coding, asked_tag)
  local made, why = fetch(address, coding, false, asked_tag)
  if made then return "page", made end
  if made == nil then return "away", why end
end

-- The outcome for one request, as of `look`.
function page.find(address, coding, var, asked_tag)
  -- Without copies another's look is of no use to this reader, and to wait for it would serve them one by one.
  if not memory.keeps() then
    local outcome, detail = look_alone(address, coding, asked_tag)
    if outcome then return outcome, detail end
  end
  local of_coding, id, stop = groups[coding], address.id, clock() + WAIT
  while true do
    local group = of_coding[id]
    if not group then
      group = { waiting = 0 }
      of_coding[id] = group
    end
    if not group.is_looking then return look_for_all(group, address, coding, stop) end

    local has_rung = wait(group, stop)
    local outcome = group.outcome
    -- Never the page that another was given: his look may have begun before this reader's publish was over. A copy in
    -- memory is guarded by the lease; without one this reader looks himself.
    if outcome == "page" then
      local number, length = instead(address.uri)
      local made = memory.hit(number, length, coding, var)
      if made then return "copy", made end
      local own, detail = look_alone(address, coding)
      if own then return own, detail end
    elseif outcome then
      return outcome, group.why
    elseif not has_rung then
      return "late"
    end
  end
end

-- Nobody need wait for a render that came to nothing.
function page.let_pass(address)
  ask(wire.command("SET", "pc:lk:" .. written(address.id), "no", "PX", PASS), 1)
end

-- What there is when the app is gone: a copy here, what Redis has, a copy from before Redis went too. Never a page that
-- a purge named: those left all three.
function page.in_need(address, coding)
  return memory.last_known(address.uri, coding) or fetch(address, coding, true) or nil
end

return page
