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
-- Nothing else runs between their being filled and read. Of fixed length, or LuaJIT would not compile what takes them;
-- and nobody is handed the pointer in them, for each that leaves this file would be garbage.
local value, size, why, lower = ffi.new("char *[1]"), ffi.new("size_t[1]"), ffi.new("char *[1]"), ffi.new("char[16]")
local BYTES, OF_LUA = ffi.typeof("const unsigned char *"), ffi.typeof("char *")

local asked = {}

-- Of a string, whole: no byte can be left out. Two addresses may share one, so whoever looks up by it compares the rest.
function asked.number_of(uri) return C.ngx_murmur_hash2(uri, #uri) end

local function look_up(length) return C.ngx_murmur_hash2(cast(BYTES, value[0]), length), length end

-- The number of what this request asks for, and how many bytes it has.
function asked.uri()
  if C.ngx_http_lua_ffi_var_get(get_request(), NAME, #NAME, lower, 0, value, size, why) ~= 0 then return 0, 0 end
  return look_up(tonumber(size[0]))
end

-- The same for `uri`, as if it were that.
function asked.instead(uri)
  value[0] = cast(OF_LUA, uri)
  return look_up(#uri)
end

-- Of what was asked for last: whether it is the first `length` bytes of `text`; and it, as a string.
function asked.begins(text, length) return C.memcmp(text, value[0], length) == 0 end
function asked.text(length) return ffi.string(value[0], length) end

return asked
