-- The words that are spoken with the pages' Redis: commands, answers, and how it is reached.
local settings, new_table = require "edge.settings", require "table.new"
local byte, find, sub, concat, tonumber = string.byte, string.find, string.sub, table.concat, tonumber

local wire = {}

-- 50 ms trip under plain CPU contention, and then every hit would silently go to Django.
wire.CONNECT, wire.SEND = 200, 200       -- ms

function wire.word(text) return "$" .. #text .. "\r\n" .. text .. "\r\n" end

function wire.command(...)
  local words = { ... }
  for i = 1, #words do words[i] = wire.word(words[i]) end
  return "*" .. #words .. "\r\n" .. concat(words)
end

function wire.connect(socket, options)
  if not settings.redis then return nil, "none" end
  if find(settings.redis, "^unix:") then return socket:connect(settings.redis, options) end
  return socket:connect(settings.redis, settings.port, options)
end

local BULK, SIMPLE, NUMBER, ARRAY = 36, 43, 58, 42   -- $ + : *

-- The n plain values that begin at `at` in the text of one or more answers, heads of arrays left out, and where that
-- ends which follows them; false stands for "none".
-- Returns nil while some are missing, with how many bytes the one that broke off still wants; "error" for what is no
-- such answer.
function wire.values(text, at, n)
  local values, i = new_table(n, 0), 0
  while i < n do
    local line_end = find(text, "\r\n", at, true)
    if not line_end then return nil, 1 end
    local kind, rest = byte(text, at), sub(text, at + 1, line_end - 1)
    at = line_end + 2
    if kind == BULK then
      local length = tonumber(rest)
      i = i + 1
      if length < 0 then
        values[i] = false
      elseif #text < at + length + 1 then
        return nil, at + length + 1 - #text
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
  return values, at
end

return wire
