-- The canonical address, and the key that follows from it: the same as pagecache/address.py makes, or none.
-- None is always right: the app then decides. Another key than the app's never is, so whatever is in doubt has none.
local settings, routes, word = require "edge.settings", require "edge.routes", require "edge.wire".word
local find, gsub, gmatch, match, sub = string.find, string.gsub, string.gmatch, string.match, string.sub
local byte, char, format, upper = string.byte, string.char, string.format, string.upper
local concat, tonumber, re_find, sha1 = table.concat, tonumber, ngx.re.find, ngx.sha1_bin

local LONGEST_KEY = 512                  -- bytes
local SAFE = "^[%w_.~%-!$&'()*+,;=/:@]$" -- in a path; what needs no escape

local key = {}

---------------------------------------------------------------- escapes
local plain = {}
for code = 0, 255 do plain[format("%02X", code)] = char(code) end

local function unescaped(text)
  return (gsub(text, "%%(%x%x)", function(hex) return plain[upper(hex)] end))
end

local escapes_in_path, escapes_in_value = {}, {}
for code = 0, 255 do
  local c = char(code)
  escapes_in_path[c] = find(c, SAFE) and c or format("%%%02X", code)
  escapes_in_value[c] = find(c, "^[%w_.~%-]$") and c or format("%%%02X", code)
end

-- Valid UTF-8, without control characters and without the mark that Python puts where text was broken. `u` makes
-- PCRE check the bytes, as strictly as Python does.
local function is_text(text)
  if find(text, "[%z\1-\31\127]") then return false end
  if not find(text, "[\128-\255]") then return true end
  return re_find(text, "^", "jou") ~= nil and not find(text, "\239\191\189", 1, true)
end

---------------------------------------------------------------- path
-- The path's text, where it came with the escapes that it needs and no others, and nobody would call it strange.
local function text_of(path)
  local text = unescaped(path)
  if gsub(text, ".", escapes_in_path) ~= path or not is_text(text) then return end
  if find(text, "[ ;\\]") or find(text, "//", 1, true) or find(text .. "/", "/%.%.?/") then return end
  return text
end

-- The first route that matches, as in Django: also those that are not public stand in the table, as `stop`.
local function route_of(text)
  local is_ascii = not find(text, "[\128-\255]")
  for i = 1, #routes.list do
    local route = routes.list[i]
    if route.prefix then
      if sub(text, 1, #route.prefix) == route.prefix then return end
    elseif is_ascii or not route.wide then
      if re_find(text, route.pattern, "jou") then return not route.stop and route or nil end
    -- `\d` means more digits to Python than to PCRE: where those may be meant, Python decides.
    elseif re_find(text, route.wide, "jou") then
      return
    end
  end
end

---------------------------------------------------------------- query
local function decoded(text) return unescaped((gsub(text, "%+", " "))) end

-- PCRE's `\d` knows fewer digits than Python's, so what fits here fits there.
local function fits(value, pattern) return is_text(value) and re_find(value, pattern, "jou") ~= nil end

-- Declared parameters by name; nil where one is malformed or there twice. All others are as if not there.
local function declared_in(query, route)
  local given = {}
  for pair in gmatch(query, "[^&]+") do
    local name, value = match(pair, "^([^=]*)=?(.*)$")
    name, value = decoded(name), decoded(value)
    local pattern = route.params[name]
    if pattern or (name == "part" and route.parts[value]) then
      if given[name] or (pattern and not fits(value, pattern)) then return end
      given[name] = value
    end
  end
  return given
end

local function query_of(given, route)
  local said = {}
  for _, name in ipairs(route.order) do
    if given[name] then said[#said + 1] = name .. "=" .. gsub(given[name], ".", escapes_in_value) end
  end
  return concat(said, "&")
end

---------------------------------------------------------------- key
-- The canonical path, query and part of a request's address, or nil.
function key.canonical(uri)
  local path, query = match(uri, "^([^?]*)%??(.*)$")
  -- A `#` or bytes that should have been escaped: servers differ on what they mean.
  if find(query, "[^!-~]") or find(query, "#", 1, true) then return end
  path = gsub(path, "%%%x%x", upper)     -- lower case means the same
  local text = text_of(path)
  local route = text and route_of(text)
  local given = route and declared_in(query, route)
  if not given then return end
  return path, query_of(given, route), given.part or "", route.counted
end

-- The first 52 bits of SHA-1: an exact number in Lua. Two addresses may share one, so readers compare the literal key.
local function id_of(literal)
  local a, b, c, d, e, f, g = byte(sha1(literal), 1, 7)
  return ((((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f) * 16) + (g - g % 16) / 16
end

-- As it is written in Redis.
function key.written(id) return format("%.0f", id) end

-- What is known of the address `asked` for: the literal key, its id, the page's name as Redis is told it, the one spelling
-- that memory keeps it by, and the release whose routes say so.
function key.of(asked)
  local path, query, part, is_counted = key.canonical(asked)
  if not path then return end
  local literal = "GET|" .. settings.netloc .. "|" .. path .. "|" .. query .. "|" .. part
  if #literal > LONGEST_KEY then return end
  local said = query
  if part ~= "" then said = (query ~= "" and query .. "&" or "") .. "part=" .. part end
  local own = said ~= "" and path .. "?" .. said or path
  local id = id_of(literal)
  return {
    asked = asked, literal = literal, id = id, name = word("pc:p:" .. key.written(id)), uri = own,
    is_part = part ~= "", is_counted = is_counted, build = routes.build,
  }
end

return key
