-- The address that was asked for, as nginx has it: its bytes, and a number to look it up by.
-- Not as a Lua string: to make one, Lua looks whether it has the same already, by a hash of twelve or sixteen of its
-- bytes. `/blog/letter-1248/` has nine others that differ only in the rest, and at 10,000 pages none of them is in the
-- processor's cache: the walk along them cost a fifth of a hit.
local ffi, base = require "ffi", require "resty.core.base"
require "resty.core.var"                 -- declares how a variable is read
local C, cast, tonumber, get_request = ffi.C, ffi.cast, tonumber, base.get_request

ffi.cdef [[
  uint32_t ngx_murmur_hash2(const unsigned char *data, size_t length);
  int memcmp(const void *a, const void *b, size_t length);
]]
local NAME = "request_uri"
local BYTES = ffi.typeof("const unsigned char *")
-- Nothing else runs between their being filled and read. Of fixed length, or LuaJIT would not compile what takes them.
local value, size, why, lower = ffi.new("char *[1]"), ffi.new("size_t[1]"), ffi.new("char *[1]"), ffi.new("char[16]")

local asked = {}

-- Of a string or of nginx's bytes, whole: none of them can be left out. Two addresses may share one, so whoever looks up
-- by it compares the rest.
function asked.number_of(text, length) return C.ngx_murmur_hash2(text, length) end

function asked.is(text, uri, length) return #uri == length and C.memcmp(uri, text, length) == 0 end

-- The number, the bytes (good while the request is) and how many they are.
function asked.uri()
  if C.ngx_http_lua_ffi_var_get(get_request(), NAME, #NAME, lower, 0, value, size, why) ~= 0 then return 0, "", 0 end
  local bytes, length = cast(BYTES, value[0]), tonumber(size[0])
  return C.ngx_murmur_hash2(bytes, length), bytes, length
end

return asked
