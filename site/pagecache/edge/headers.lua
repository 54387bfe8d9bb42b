-- What a request's headers say of its answer, in one pass over them. nginx looks for each header by itself through all of
-- them: for the ten that matter here, a twentieth of a hit where there are two, and more with a browser's fifteen.
local ffi, base = require "ffi", require "resty.core.base"
require "resty.core.request"             -- declares how headers are read
require "edge.asked"                     -- and this how memory is compared
local C, get_request, text_of = ffi.C, base.get_request, ffi.string

local headers = {}

-- Nothing else runs between their being filled and read.
local MOST = 40
local given = ffi.new("ngx_http_lua_ffi_table_elt_t[?]", MOST)
local has_more = ffi.new("int[1]")

local ASKS_TO_LOOK_CLOSER, ACCEPT, COOKIE, CODING, TAG = 1, 2, 3, 4, 5
local meanings = {}                      -- by length and first letter, which tell them well enough apart

local function code_of(length, first) return length * 256 + first end
local function heed(name, meaning) meanings[code_of(#name, name:byte())] = meaning end

-- Who has another header of such a length and letter is looked at more closely, and that is all. The two whose value
-- is used are compared to the letter.
for _, name in ipairs {
  "authorization", "content-length", "transfer-encoding", "if-match", "if-modified-since", "if-unmodified-since",
} do heed(name, ASKS_TO_LOOK_CLOSER) end
heed("accept", ACCEPT)
heed("cookie", COOKIE)
local ACCEPT_ENCODING, IF_NONE_MATCH = "accept-encoding", "if-none-match"
heed(ACCEPT_ENCODING, CODING)
heed(IF_NONE_MATCH, TAG)

-- Names come in lower case, however they were sent.
local function is_named(header, name) return C.memcmp(header.key.data, name, #name) == 0 end

-- Whether nothing in the request speaks against a kept page; and then its Accept-Encoding and If-None-Match, or nil.
-- Who names his tags in two headers, or sends more headers than anybody, is looked at more closely as well.
function headers.of_request(var)
  local request = get_request()
  local n = C.ngx_http_lua_ffi_req_get_headers_count(request, MOST, has_more)
  if n <= 0 or has_more[0] ~= 0 or C.ngx_http_lua_ffi_req_get_headers(request, given, n, 0) ~= 0 then return false end
  local codings, tag
  for i = 0, n - 1 do
    local header = given[i]
    local meaning = meanings[code_of(header.key.len, header.key.data[0])]
    if meaning == CODING then
      if is_named(header, ACCEPT_ENCODING) then
        local text = text_of(header.value.data, header.value.len)
        codings = codings and codings .. "," .. text or text
      end
    elseif meaning == ACCEPT then
      if var.wants_markdown == "1" then return false end
    elseif meaning == COOKIE then
      if var.cookie_pc_author then return false end
    elseif meaning == TAG then
      if tag or not is_named(header, IF_NONE_MATCH) then return false end
      tag = text_of(header.value.data, header.value.len)
    elseif meaning then
      return false
    end
  end
  return true, codings, tag
end

return headers
