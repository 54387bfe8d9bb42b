-- The words that are spoken with the pages' Redis: commands, answers, and how it is reached.
local ffi, settings, new_table = require "ffi", require "edge.settings", require "table.new"
require "edge.asked"                     -- declares how memory is compared
local C, cast, BYTES = ffi.C, ffi.cast, ffi.typeof("const char *")
local byte, find, sub, concat = string.byte, string.find, string.sub, table.concat

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

---------------------------------------------------------------- answers
-- What Redis said is a text and where its values stand in it: the first byte and the length of each in turn. Of a page's
-- ten, four are only compared or looked for; and to make a string, Lua looks for the same among all it has, which lie all
-- over memory, and later for who still needs it.
local BULK, SIMPLE, NUMBER, ARRAY = 36, 43, 58, 42   -- $ + : *
local MINUS, CR, ZERO = 45, 13, 48
local NONE = -1                          -- the length of what is not there

-- The length that is written at `at`, and where its line ends; nothing while that has not come.
local function length_at(text, at)
  local digit, length = byte(text, at), 0
  if digit == MINUS then return NONE, find(text, "\r\n", at, true) end
  while digit and digit ~= CR do
    length, at = length * 10 + digit - ZERO, at + 1
    digit = byte(text, at)
  end
  return length, #text > at and at or nil
end

-- Where the n plain values stand that begin at `at` in the text of one or more answers, heads of arrays left out, and
-- where that ends which follows them.
-- Returns nil while some are missing, with how many bytes the one that broke off still wants; "error" for what is no
-- such answer.
function wire.values(text, at, n)
  local values, i = new_table(2 * n, 0), 0
  while i < n do
    local kind = byte(text, at)
    if kind == BULK then
      local length, line_end = length_at(text, at + 1)
      if not line_end then return nil, 1 end
      at, i = line_end + 2, i + 1
      values[2 * i - 1], values[2 * i] = at, length
      if length ~= NONE then
        at = at + length + 2
        if #text < at - 1 then return nil, at - 1 - #text end
      end
    else
      local line_end = find(text, "\r\n", at, true)
      if not line_end then return nil, 1 end
      if kind == SIMPLE or kind == NUMBER then
        i = i + 1
        values[2 * i - 1], values[2 * i] = at + 1, line_end - at - 1
      elseif kind ~= ARRAY then
        return "error"
      end
      at = line_end + 2
    end
  end
  return values, at
end

-- Of what was said (its `text` and `values`) the i-th value; false for none.
function wire.value(said, i)
  local at, length = said.values[2 * i - 1], said.values[2 * i]
  return length ~= NONE and sub(said.text, at, at + length - 1)
end

function wire.is_there(said, i) return said.values[2 * i] ~= NONE end

-- Whether it is the `length` bytes of `text` that begin at `from`, or all of it.
function wire.is(said, i, text, from, length)
  from, length = from or 1, length or #text
  local at = said.values[2 * i - 1]
  return said.values[2 * i] == length
    and C.memcmp(cast(BYTES, said.text) + at - 1, cast(BYTES, text) + from - 1, length) == 0
end

return wire
