-- Answers as they go out: the same as pagecache/answers.py gives, header by header. What is the same on every kept
-- page (Cache-Control, Vary, security) is added by nginx itself (nginx/page.conf), which is cheaper than from here.
local ffi, base = require "ffi", require "resty.core.base"
require "resty.core.response"            -- declares how a header is set
local opened, settings, place = require "edge.opened", require "edge.settings", require "edge.variant"
local gmatch, match, lower, find = string.gmatch, string.match, string.lower, string.find
local print, tonumber = ngx.print, tonumber
local BODY, TEXT, URI, TAG, LENGTH = place.BODY, place.TEXT, place.URI, place.TAG, place.LENGTH
local LINES, ENCODING, STATUS = place.LINES, place.ENCODING, place.STATUS

local answer = {}

---------------------------------------------------------------- codings
-- What a client takes: r brotli or else gzip · b brotli alone · z gzip · i neither.
-- Few values are ever sent, so each is read once; hostile ones cannot fill the memory.
local FEW = 500
local known, how_many = {}, 0

local function is_wanted(parameters)
  local weight = match(parameters, "=(.*)$")
  if not weight or weight == "" then return true end
  return (tonumber(not find(weight, "x", 1, true) and weight) or 0) > 0
end

local function read(accept)
  local takes = {}
  for entry in gmatch(lower(accept), "[^,]+") do
    local name, parameters = match(entry, "^%s*([^;]-)%s*;(.*)$")
    if not name then name, parameters = match(entry, "^%s*(.-)%s*$"), "" end
    if is_wanted(parameters) then takes[name] = true end
  end
  local gzip = takes.gzip or takes["*"]
  if takes.br then return gzip and "r" or "b" end
  return gzip and "z" or "i"
end

function answer.coding(accept)
  if not accept then return "i" end
  local coding = known[accept]
  if coding then return coding end
  if how_many >= FEW then known, how_many = {}, 0 end
  how_many = how_many + 1
  coding = read(accept)
  known[accept] = coding
  return coding
end

---------------------------------------------------------------- variants
local NAMED = { r = "br", z = "gzip" }
-- The fields of a page that may answer a client, best first.
local FIELDS = { r = { "r", "z" }, b = { "r", "i" }, z = { "z" }, i = { "i" } }

-- The field of a page's body to ask for first.
function answer.field(coding) return (coding == "r" or coding == "b") and "r" or "z" end

-- Stored headers, without the page's own Link, are few different texts; each is taken apart once.
local texts, how_many_texts = {}, 0

local function lines_of(text)
  local list = texts[text]
  if list then return list end
  if how_many_texts >= FEW then texts, how_many_texts = {}, 0 end
  how_many_texts = how_many_texts + 1
  list = {}
  for name, value in gmatch(text, "([^:\n]+): ([^\n]*)") do
    list[#list + 1] = name
    list[#list + 1] = value
  end
  texts[text] = list
  return list
end

-- A page in the form that `send` wants; of the last seven memory knows (edge/variant.lua). Its texts are put together at
-- once: each one in between would be a string more to make and to throw away.
local function variant(uri, status, headers, link, stem, field, body)
  link = link or ""
  local text, tag
  if status == 200 then
    text, tag = uri .. '"' .. stem .. "-" .. field .. '"' .. #body .. link, #stem + #field + 3
  else
    text, tag = uri .. #body .. link, 0
  end
  return {
    body, text, #uri, tag, #text - #uri - tag - #link, lines_of(headers), NAMED[field] or false, status,
    0, false, false, -1, 0, 0, false,
  }
end

function answer.tag(stem, field) return '"' .. stem .. "-" .. field .. '"' end

-- The variant of the page at `uri` for clients of `coding`, from bodies by field (r, z); nil where those do not do.
-- The second value says whether a better body may yet come, so that this one is not to be remembered.
function answer.made_of(uri, status, headers, link, stem, coding, bodies)
  for i, field in ipairs(FIELDS[coding]) do
    local body = bodies[field]
    if field == "i" then body = bodies.z and opened(bodies.z) end
    if body then return variant(uri, status, headers, link, stem, field, body), i > 1 end
  end
end

---------------------------------------------------------------- sending
local C, cast, get_request, why = ffi.C, ffi.cast, base.get_request, base.get_errmsg_ptr()
local BYTES = ffi.typeof("const char *")

-- ngx.header takes a whole string, and makes sure of much that is known here.
local function say(r, name, text, from, length)
  local told = C.ngx_http_lua_ffi_set_resp_header(r, name, #name, 0, cast(BYTES, text) + from, length, nil, 0, 1, why)
  if told ~= 0 then error("a header could not be set") end
end

-- The first two one by one: a loop that each hit enters anew LuaJIT does not compile into the hit.
local function say_lines(r, lines, has_it)
  local first, second = lines[1], lines[3]
  -- A 304 says no type; it stands first.
  if first and not (has_it and first == "Content-Type") then say(r, first, lines[2], 0, #lines[2]) end
  if second then say(r, second, lines[4], 0, #lines[4]) end
  for i = 5, #lines, 2 do say(r, lines[i], lines[i + 1], 0, #lines[i + 1]) end
end

-- The headers; true where the body is still to come.
local function say_head(made, asked_tag)
  local r, text, tag, length = get_request(), made[TEXT], made[TAG], made[LENGTH]
  local tag_at = made[URI]
  local length_at = tag_at + tag
  local link_at = length_at + length
  local has_it = asked_tag and tag > 0 and #asked_tag == tag
    and C.memcmp(cast(BYTES, text) + tag_at, asked_tag, tag) == 0
  say_lines(r, made[LINES], has_it)
  if #text > link_at then say(r, "Link", text, link_at, #text - link_at) end
  if tag > 0 then say(r, "ETag", text, tag_at, tag) end
  if has_it then return false end
  say(r, "Content-Length", text, length_at, length)
  if made[ENCODING] then say(r, "Content-Encoding", made[ENCODING], 0, #made[ENCODING]) end
  return true
end

-- ETag with status 200: nginx itself then answers If-None-Match (weak, lists, *) with 304. With Content-Length among
-- the headers it drops the body for HEAD. No ngx.exit after it: that would unwind the coroutine for nothing.
-- `asked_tag` is the client's If-None-Match. Where it is the page's tag to the letter, it is certain what nginx will
-- say; then nothing is put together that it would only take away again.
function answer.send(made, asked_tag)
  if made[STATUS] ~= 200 then ngx.status = made[STATUS] end
  if say_head(made, asked_tag) then print(made[BODY]) end
end

if settings.cdn then answer.send = require "edge.cdn"(answer.send) end

return answer
