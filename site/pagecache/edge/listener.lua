-- One connection per worker carries the purges and our acknowledgements, so what Redis says stays in order.
-- (Debian's nginx.redis speaks RESP2 and cannot listen: this reads RESP3 from a plain socket.)
local settings, clock, wire = require "edge.settings", require "edge.clock", require "edge.wire"
local memory, page, counting = require "edge.memory", require "edge.page", require "edge.counts"
local counts = counting.of
local sub, match, gmatch, format, tonumber, min = string.sub, string.match, string.gmatch, string.format, tonumber, math.min
local exiting = ngx.worker.exiting

local listener = {}

local CHANNEL = "pc:purges"
local LEASE = 0.95                       -- s; publishes wait 1.0 s: the difference pays for clocks of different speed
local RENEW = 0.25                       -- s between two requests for a lease
local TELL = 1                           -- s between two reports of what was asked most
local SILENCE = 1                        -- s after which an unanswered question means that Redis is gone
local AGAIN = 0.1                        -- s until the next try to connect
local MOST_HEAT = "10000"

local me                                 -- our name among the edges
local ack_script = assert(io.open(settings.ack)):read("*a")
local applied                            -- the last purge we heard of; false before Redis's first answer
local epoch                              -- of the pages that are true now
local live_edges = 0

---------------------------------------------------------------- RESP3
local read

local function read_bulk(socket, length)
  local data = socket:receive(length)
  if not data or not socket:receive(2) then return nil, "cut" end
  return data
end

local function read_list(socket, length)
  local list = {}
  for i = 1, length do
    local value = read(socket)
    if value == nil then return nil, "cut" end
    list[i] = value
  end
  return list
end

-- One value: text, number, list, false for none. nil and "timeout" only between two values: one that breaks off in the
-- middle is "cut", for the place in the stream is lost.
function read(socket)
  local line, why, part = socket:receive("*l")
  if not line then return nil, why == "timeout" and part and part ~= "" and "cut" or why end
  local kind, rest = sub(line, 1, 1), sub(line, 2)
  if kind == "$" then return read_bulk(socket, tonumber(rest)) end
  if kind == "*" then return read_list(socket, tonumber(rest)) end
  if kind == "%" then return read_list(socket, 2 * tonumber(rest)) end
  if kind == ">" then
    local list, cut = read_list(socket, tonumber(rest))
    if list then list.is_push = true end
    return list, cut
  end
  if kind == "-" then return nil, rest end
  if kind == "_" then return false end
  return kind == ":" and tonumber(rest) or rest
end

---------------------------------------------------------------- questions
-- Asked when, oldest first; Redis answers in this order.
local asked, oldest, newest = {}, 1, 0
local last_question, last_report = 0, 0

local function ask_for_lease(socket)
  local now = clock()
  newest = newest + 1
  asked[newest], last_question = now, now
  local heat = {}
  if now - last_report >= TELL then
    heat, last_report = memory.take_heat(), now
  end
  return socket:send(wire.command(
    "EVAL", ack_script, "5", "pc:edges", "pc:seq", "pc:epoch", "pc:fresh", "pc:heat",
    me, applied or "", MOST_HEAT, unpack(heat)
  ))
end

local function take_answer(said)
  local newest_seq, fresh_ms, epoch_now, redis_ms = said[1], said[2], said[3], tonumber(said[4])
  local when = asked[oldest]
  asked[oldest] = nil
  oldest = oldest + 1
  live_edges = said[5]
  -- Messages stand in the same order: those before this first answer are older than it, and our memory was empty.
  if not applied then
    -- Had a purge been missed while nobody listened, the copies from before might be what it named.
    if newest_seq ~= listener.last_applied then memory.clear_attic() end
    applied = newest_seq
  end
  if epoch and epoch_now ~= epoch then
    memory.flush("another epoch")
    memory.clear_attic()
  end
  epoch = epoch_now
  page.set_clock(when, redis_ms)
  -- Counted from the asking: whatever the answer took is time in which a purge may have come.
  if fresh_ms > 0 then memory.trust_until(when + min(LEASE, fresh_ms / 1000)) end
end

---------------------------------------------------------------- messages
local function forget_all(ids)
  for id in gmatch(ids, "%d+") do
    memory.forget(tonumber(id))
    counts.purged = counts.purged + 1
  end
end

-- Applies one message; true when Redis should hear of it.
local function take_message(text)
  local kind, seq, before, rest = match(text, "^(%u) (%d+) (%d+) ?(.*)$")
  memory.heard()
  if not kind then
    memory.flush("a message that nobody understands")
    memory.clear_attic()
    return false
  end
  -- One was lost, and with it the names of pages.
  if applied and before ~= applied then
    memory.flush("a purge was missed")
    memory.clear_attic()
  end
  if kind == "P" then
    forget_all(rest)
  elseif kind == "E" then
    memory.flush("a new epoch")
    memory.clear_attic()
    epoch = rest
  end
  -- Before Redis's first answer we cannot tell what we have applied; that answer covers this message.
  if not applied then return false end
  applied = seq
  return kind ~= "B"                     -- nobody waits for a beat
end

---------------------------------------------------------------- one connection
local function hello()
  if not settings.password then return wire.command("HELLO", "3") end
  return wire.command("HELLO", "3", "AUTH", settings.user, settings.password)
end

local function subscribe(socket)
  local ok, why = socket:send(hello() .. wire.command("SUBSCRIBE", CHANNEL))
  if not ok then return nil, why end
  for _ = 1, 2 do
    local said
    said, why = read(socket)
    if said == nil then return nil, why end
  end
  return true
end

-- Reload or end: this worker uses no copy any more, and no publish waits for it.
local function take_leave(socket)
  memory.lose("the worker ends")
  counting.leave()
  socket:send(wire.command("ZREM", "pc:edges", me))
  read(socket)
  return "exit"
end

function listener.show()
  local state = memory.state()
  state.applied, state.live_edges = applied or 0, live_edges
  counting.show(state)
end

local function listen(socket)
  local ok, why = ask_for_lease(socket)
  while ok do
    if exiting() then return take_leave(socket) end
    local said
    said, why = read(socket)
    if said == nil and why ~= "timeout" then break end
    local is_news = false
    if said and said.is_push then
      if said[1] == "message" then is_news = take_message(said[3]) end
    elseif said then
      take_answer(said)
    end
    local now = clock()
    if oldest <= newest and now - asked[oldest] > SILENCE then return "no answer" end
    -- One question at a time besides those that tell of a purge.
    if is_news or (oldest > newest and now - last_question >= RENEW) then ok, why = ask_for_lease(socket) end
    listener.show()
  end
  return why
end

local function session()
  local socket = ngx.socket.tcp()
  socket:settimeouts(wire.CONNECT, wire.SEND, RENEW * 1000)
  local ok, why = wire.connect(socket, { pool = "listener" })
  if not ok then return why end
  asked, oldest, newest, applied, epoch = {}, 1, 0, false, nil
  ok, why = subscribe(socket)
  if ok then
    memory.flush()                       -- nothing from before we listened is proven
    memory.listen()
    why = listen(socket)
  end
  listener.last_applied = applied or listener.last_applied
  socket:close()
  return why
end

local function keep_listening(premature)
  if premature then return end
  local _, why = pcall(session)
  if memory.is_listening() then memory.lose("Redis: " .. tostring(why)) end
  listener.show()
  if why == "exit" or exiting() then return counting.leave() end
  -- A new timer and not a loop: what a timer's connections took is given back when it ends.
  ngx.timer.at(AGAIN, keep_listening)
end

function listener.start()
  if not settings.redis then return end
  -- The clock makes it another name than that of an earlier worker with the same number, here or on another machine.
  me = ngx.worker.pid() .. "-" .. format("%x", clock() * 1e6)
  ngx.timer.at(0, keep_listening)
end

return listener
