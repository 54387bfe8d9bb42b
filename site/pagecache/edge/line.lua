-- The line to the pages' Redis: one connection for all that this worker asks, and a breaker.
-- Questions go out in the order in which they were asked, and Redis answers in that order. What comes up in one turn of
-- nginx's event loop goes out together: under load one call of the kernel, and one waking of Redis, serve many readers.
-- A connection for each cost more than the page. What goes out together begins with one question for all of it: which
-- epoch's pages are true, and whether the keeper vouches for them. It stands before the pages, because a page that is
-- still there after that word is true: a purge that came before it took the page, one that came after it is this
-- reader's future. The other way round, a page could be read, purged, and the keeper's word for what followed be read.
local semaphore, settings = require "ngx.semaphore", require "edge.settings"
local wire, clock = require "edge.wire", require "edge.clock"
local spawn, kill, wait_for, exiting = ngx.thread.spawn, ngx.thread.kill, ngx.thread.wait, ngx.worker.exiting
local sub, values_in, value, is_there = string.sub, wire.values, wire.value, wire.is_there

local line = {}

local READ = 0.2                         -- s that an answer may take; see wire.CONNECT
local PATIENCE, REST = 3, 1              -- timeouts in a row; then s in which Redis is left alone
local GLANCE = 1000                      -- ms between two looks whether this worker is to end
local AT_ONCE = 65536                    -- bytes that are read as they come

local outbox = {}                        -- questions that have not gone out
local waiting, oldest, newest = {}, 1, 0 -- who waits for an answer, in the order of the questions
local call                               -- the connection that is open, or being opened
local STATE, EPOCH, FRESH = wire.command("MGET", "pc:epoch", "pc:fresh"), 1, 2
local OF_STATE = { n = 2 }               -- who waits for that: nobody, but it has a place
local state                              -- what was said of it before the answers that come now

---------------------------------------------------------------- the breaker
local resting_until, timeouts = 0, 0

local function hang_up()
  if call then
    call.is_over = true
    call.bell:post(1)
  end
end

local function failed(why)
  timeouts = timeouts + 1
  -- A refusal is certain. A timeout alone may be a busy processor: its answer then comes late, and nobody takes it.
  if why ~= "timeout" or timeouts >= PATIENCE then
    resting_until, timeouts = clock() + REST, 0
    hang_up()
  end
end

---------------------------------------------------------------- who waits
-- A bell costs more to make than to ring, so it is used again; not one that somebody may yet ring.
local bells = {}

local function queue(question, place)
  outbox[#outbox + 1] = question
  newest = newest + 1
  waiting[newest] = place
end

local function take_place(question, n)
  local place = { n = n, bell = table.remove(bells) or semaphore.new() }
  if #outbox == 0 then queue(STATE, OF_STATE) end
  queue(question, place)
  return place
end

local function state_of(said)
  return { epoch = value(said, EPOCH), is_vouched_for = is_there(said, FRESH) }
end

local function call_out(text, values, why)
  local place = waiting[oldest]
  waiting[oldest] = nil
  oldest = oldest + 1
  if place == OF_STATE then
    state = values and state_of { text = text, values = values }
    return
  end
  place.text, place.values, place.why, place.state = text, values, why, state
  if place.is_left then return end
  if values then timeouts = 0 end        -- a late one, that nobody waits for any more, proves nothing
  place.bell:post(1)
end

local function send_all_away(why)
  outbox = {}
  while oldest <= newest do call_out(nil, nil, why) end
end

---------------------------------------------------------------- one connection
-- A new connection says who it is before anything else.
local function introduce(socket)
  if not settings.password then return true end
  local ok, why = socket:send(wire.command("AUTH", settings.user, settings.password))
  local said
  if ok then said, why = socket:receive("*l") end
  if not said then return nil, why end
  return said == "+OK", "error"
end

local function write(socket, own)
  while not own.is_over do
    if #outbox > 0 then
      local questions = outbox
      outbox = {}
      local ok, why = socket:send(questions)
      if not ok then return why end
    end
    own.bell:wait(60)
  end
  return "given up"
end

-- Answers whoever can be answered from `text`; what is left of it, and how many bytes more the next one wants, or "error".
local function deal_out(text)
  local at = 1
  while oldest <= newest do
    local values, more = values_in(text, at, waiting[oldest].n)
    if not values then return sub(text, at), more end
    if values == "error" then return text, "error" end
    at = more
    call_out(text, values)
  end
  return "", at <= #text and "error" or 1   -- an answer that nobody asked for: the places would be wrong
end

local function read(socket)
  local text, more = "", 1
  while true do
    -- Whatever has come: one call for a page or for several. Of a long body the rest at once, or all that is there
    -- would be put together anew with each piece.
    local piece, why, part
    if more > AT_ONCE then
      piece, why, part = socket:receive(more)
    else
      piece, why = socket:receiveany(AT_ONCE)
    end
    piece = piece or part
    if piece and piece ~= "" then
      text, more = deal_out(text == "" and piece or text .. piece)
      if more == "error" then return more end
    elseif why ~= "timeout" then
      return why
    elseif exiting() and oldest > newest then
      return "exit"
    end
  end
end

local function converse(own)
  local socket = ngx.socket.tcp()
  socket:settimeouts(wire.CONNECT, wire.SEND, GLANCE)
  local ok, why = wire.connect(socket, { pool = "line" })
  if ok then ok, why = introduce(socket) end
  if ok then
    local writer, reader = spawn(write, socket, own), spawn(read, socket)
    ok, why = wait_for(writer, reader)
    kill(writer)
    kill(reader)
  end
  -- Never used again: an answer may yet come, and the next would take it for theirs.
  socket:close()
  return why
end

local function hold_call(premature, own)
  local _, why = true, "exit"
  if not premature then _, why = pcall(converse, own) end
  call = nil
  -- Redis may hang up where nobody has said anything for long.
  local is_failure = oldest <= newest and why ~= "exit" and why ~= "given up"
  send_all_away(why)
  if is_failure then failed(why) end
end

---------------------------------------------------------------- asking
-- What Redis says (see wire.value) to `question`, one or more commands, whole or as a list of their parts, that have n
-- plain values for an answer; nil and why when it cannot be used. Its `state` has the `epoch`, false where there is none,
-- and `is_vouched_for`, as they were just before.
function line.ask(question, n)
  if clock() < resting_until then return nil, "resting" end
  if not call then
    call = { bell = semaphore.new() }
    -- Held by a timer, because a connection that a request opens ends with it.
    if not ngx.timer.at(0, hold_call, call) then
      call = nil
      return nil, "exit"
    end
  end
  -- Whoever writes wakes when this turn's other readers have asked as well.
  if #outbox == 0 then call.bell:post(1) end
  local place = take_place(question, n)

  local has_rung = place.bell:wait(READ)
  if has_rung then
    bells[#bells + 1] = place.bell
  elseif not place.values then
    place.is_left = true
    failed("timeout")
    return nil, "timeout"
  end
  if not place.values then return nil, place.why end
  return place
end

return line
