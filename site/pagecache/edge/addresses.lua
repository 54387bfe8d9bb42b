-- What the addresses that were asked for come to, remembered: patterns and SHA-1 cost more than the rest of a miss.
-- Found by the number of what was asked for, so that no string of it has to be made (edge/asked.lua). Each is remembered
-- as one text, which Lua need not look into when it looks for garbage: ten thousand tables of five strings each were half of
-- what it had to look through. In two halves, of which the older one goes when the newer is full: a list of what was used
-- last would be such tables again.
local asked, key, routes = require "edge.asked", require "edge.key", require "edge.routes"
local settings = require "edge.settings"
local begins, byte, find, sub, match = asked.begins, string.byte, string.find, string.sub, string.match
local concat, setmetatable, tonumber = table.concat, setmetatable, tonumber

local addresses = {}

local HALF = math.max(10000, settings.pages)
local LONGEST_URI = 2000                 -- bytes; longer ones would fill memory, and mean nobody well
local newer, older, how_many = {}, {}, 0
local build                              -- the release whose routes say so

---------------------------------------------------------------- as one text
-- What was asked for, its own spelling where that is another, what it is, the literal key and the page's name as Redis
-- is told it: a line each, and only the last has such signs in it.
local NEW_LINE = 10
local PART, COUNTED = 80, 67             -- P C

local function text_of(address)
  return concat({
    address.asked, address.uri ~= address.asked and address.uri or "",
    (address.is_part and "P" or "-") .. (address.is_counted and "C" or "-"), address.literal, address.name,
  }, "\n")
end

-- Made when asked for: who finds the page in Redis needs neither.
local seldom = {}
function seldom.literal(address) return sub(address.text, address.literal_at, address.literal_at + address.literal_length - 1) end
function seldom.id(address) return tonumber(match(address.name, "pc:p:(%d+)")) end

local OF_ADDRESS = {
  __index = function(address, name)
    local value = seldom[name] and seldom[name](address)
    address[name] = value
    return value
  end,
}

-- An address: its `uri`, the one spelling that memory keeps it by; the literal key in `text`, of which it is
-- `literal_length` bytes from `literal_at`, or as a string, `literal`; its `id`; its `name`, for Redis; its `build`.
local function address_of(text)
  local asked_end = find(text, "\n", 1, true)
  local own_end = find(text, "\n", asked_end + 1, true)
  local literal_at = own_end + 4
  local literal_end = find(text, "\n", literal_at, true)
  local part, counted = byte(text, own_end + 1, own_end + 2)
  local is_canonical = own_end == asked_end + 1
  return setmetatable({
    text = text, literal_at = literal_at, literal_length = literal_end - literal_at,
    uri = is_canonical and sub(text, 1, asked_end - 1) or sub(text, asked_end + 1, own_end - 1), is_canonical = is_canonical,
    name = sub(text, literal_end + 1), is_part = part == PART, is_counted = counted == COUNTED, build = build,
  }, OF_ADDRESS)
end

---------------------------------------------------------------- remembered
local function forget_all() newer, older, how_many = {}, {}, 0 end

local function remember(number, text)
  if how_many >= HALF then newer, older, how_many = {}, newer, 0 end
  how_many = how_many + 1
  newer[number] = text
end

local function is_of_it(text, length)
  return text and byte(text, length + 1) == NEW_LINE and begins(text, length)
end

-- What this request's address comes to (as of key.of), or nil.
function addresses.of_request()
  if build ~= routes.build then
    forget_all()
    build = routes.build
  end
  local number, length = asked.uri()
  local text = newer[number]
  if is_of_it(text, length) then return address_of(text) end
  text = older[number]
  if not is_of_it(text, length) then
    local address = length <= LONGEST_URI and key.of(asked.text(length))
    if not address then return end
    text = text_of(address)
  end
  remember(number, text)
  return address_of(text)
end

return addresses
