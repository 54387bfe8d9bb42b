-- The wire to the pages' Redis: commands, answers in one round trip, and a breaker.
local settings, clock = require "edge.settings", require "edge.clock"
local tcp = ngx.socket.tcp
local byte, find, sub, concat, tonumber = string.byte, string.find, string.sub, table.concat, tonumber

local wire = {}

-- 50 ms trip under plain CPU contention, and then every hit would silently go to Django.
local CONNECT, SEND, READ = 200, 200, 200            -- ms
local PATIENCE, REST = 3, 1                          -- timeouts in a row; then s in which Redis is left alone
local POOL = { pool = "pages", pool_size = 64 }
local IDLE = 30000                                   -- ms that a connection waits for its next use
wire.CONNECT, wire.SEND = CONNECT, SEND

function wire.command(...)
  local words = { ... }
  for i = 1, #words do words[i] = "$" .. #words[i] .. "\r\n" .. words[i] end
  return "*" .. #words .. "\r\n" .. concat(words, "\r\n") .. "\r\n"
end

function wire.connect(socket, options)
  if not settings.redis then return nil, "none" end
  if find(settings.redis, "^unix:") then return socket:connect(settings.redis, options) end
  return socket:connect(settings.redis, settings.port, options)
end

---------------------------------------------------------------- the breaker
local resting_until, timeouts = 0, 0

local function failed(why)
  timeouts = timeouts + 1
  -- A refusal is certain. A timeout alone may be a busy processor.
  if why ~= "timeout" or timeouts >= PATIENCE then
    resting_until, timeouts = clock() + REST, 0
  end
end

---------------------------------------------------------------- answers
local BULK, SIMPLE, NUMBER, ARRAY = 36, 43, 58, 42   -- $ + : *

-- The first n plain values in the text of one or more answers, heads of arrays left out; false stands for "none".
-- Returns nil while some are missing, and "error" for what is no such answer.
local function values_of(text, n)
  local values, at, i = {}, 1, 0
  while i < n do
    local line_end = find(text, "\r\n", at, true)
    if not line_end then return nil end
    local kind, rest = byte(text, at), sub(text, at + 1, line_end - 1)
    at = line_end + 2
    if kind == BULK then
      local length = tonumber(rest)
      i = i + 1
      if length < 0 then
        values[i] = false
      elseif #text < at + length + 1 then
        return nil
      else
        values[i] = sub(text, at, at + length - 1)
        at = at + length + 2
      end
    elseif kind == SIMPLE or kind == NUMBER then
      i = i + 1
      values[i] = rest
    elseif kind ~= ARRAY then
      return "error"
    end
  end
  return values
end

local function received(socket, n)
  local text
  while true do
    -- Whatever has come: one call for a page, where reading line by line takes twenty.
    local piece, why = socket:receiveany(65536)
    if not piece then return nil, why end
    text = text and text .. piece or piece
    local values = values_of(text, n)
    if values == "error" then return nil, "error" end
    if values then return values end
  end
end

-- A new connection says who it is before anything else.
local function introduce(socket, question, n)
  if not settings.password or socket:getreusedtimes() > 0 then return question, n, 0 end
  return wire.command("AUTH", settings.user, settings.password) .. question, n + 1, 1
end

-- The n plain values that answer `question` (one or more commands); nil and why when Redis cannot be used.
function wire.ask(question, n)
  if clock() < resting_until then return nil, "resting" end
  local socket = tcp()
  socket:settimeouts(CONNECT, SEND, READ)
  local values, why, skipped
  local ok
  ok, why = wire.connect(socket, POOL)
  if ok then
    question, n, skipped = introduce(socket, question, n)
    ok, why = socket:send(question)
  end
  if ok then values, why = received(socket, n) end
  if not values then
    -- Never back into the pool: the answer may yet come, and the next to use it would read it as theirs.
    socket:close()
    failed(why)
    return nil, why
  end
  timeouts = 0
  socket:setkeepalive(IDLE)
  if skipped > 0 then table.remove(values, 1) end
  return values
end

return wire
