-- Answers as they go out: the same as pagecache/answers.py gives, header by header. What is the same on every kept
-- page (Cache-Control, Vary, security) is added by nginx itself (nginx/page.conf), which is cheaper than from here.
local opened, settings = require "edge.opened", require "edge.settings"
local gmatch, match, lower, find = string.gmatch, string.match, string.lower, string.find
local header, print, tonumber, tostring = ngx.header, ngx.print, tonumber, tostring

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
local ENCODING = { r = "br", z = "gzip" }
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

-- A page in the form that `send` wants.
local function variant(status, headers, link, stem, field, body)
  return {
    status = status, body = body, lines = lines_of(headers), link = link or nil, length = tostring(#body),
    encoding = ENCODING[field], tag = status == 200 and answer.tag(stem, field) or nil,
  }
end

function answer.tag(stem, field) return '"' .. stem .. "-" .. field .. '"' end

-- The variant for clients of `coding`, from bodies by field (r, z); nil where those do not do.
-- The second value says whether a better body may yet come, so that this one is not to be remembered.
function answer.made_of(status, headers, link, stem, coding, bodies)
  for i, field in ipairs(FIELDS[coding]) do
    local body = bodies[field]
    if field == "i" then body = bodies.z and opened(bodies.z) end
    if body then return variant(status, headers, link, stem, field, body), i > 1 end
  end
end

-- ETag with status 200: nginx itself then answers If-None-Match (weak, lists, *) with 304. With Content-Length among
-- the headers it drops the body for HEAD. No ngx.exit after it: that would unwind the coroutine for nothing.
-- `asked_tag` is the client's If-None-Match. Where it is the page's tag to the letter, it is certain what nginx will
-- say; then nothing is put together that it would only take away again.
function answer.send(made, asked_tag)
  if made.status ~= 200 then ngx.status = made.status end
  local lines, tag = made.lines, made.tag
  local has_it = tag and tag == asked_tag
  -- A 304 says no type; it stands first.
  for i = has_it and lines[1] == "Content-Type" and 3 or 1, #lines, 2 do header[lines[i]] = lines[i + 1] end
  if made.link then header.Link = made.link end
  if tag then header.ETag = tag end
  if has_it then return end
  header["Content-Length"] = made.length
  if made.encoding then header["Content-Encoding"] = made.encoding end
  print(made.body)
end

if settings.cdn then answer.send = require "edge.cdn"(answer.send) end

return answer
