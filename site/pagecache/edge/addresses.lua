-- What the addresses that were asked for come to, remembered: patterns and SHA-1 cost more than the rest of a miss.
-- Found by the number of what was asked for, so that no string of it has to be made (edge/asked.lua). In two halves, of
-- which the older one goes when the newer is full: a list of what was used last would be more for Lua to look through,
-- each time it looks for garbage, than the addresses themselves are.
local asked, key, routes = require "edge.asked", require "edge.key", require "edge.routes"
local settings = require "edge.settings"
local is = asked.is

local addresses = {}

local HALF = math.max(10000, settings.pages)
local LONGEST_URI = 2000                 -- bytes; longer ones would fill memory, and mean nobody well
local newer, older, how_many = {}, {}, 0

local function remember(number, address)
  if how_many >= HALF then newer, older, how_many = {}, newer, 0 end
  how_many = how_many + 1
  newer[number] = address
end

local function is_good(address, length)
  return address and is(address.asked, length) and address.build == routes.build
end

-- What this request's address comes to (as of key.of), or nil.
function addresses.of_request()
  local number, length = asked.uri()
  local address = newer[number]
  if is_good(address, length) then return address end
  address = older[number]
  if not is_good(address, length) then
    address = length <= LONGEST_URI and key.of(asked.text(length))
    if not address then return end
  end
  remember(number, address)
  return address
end

return addresses
