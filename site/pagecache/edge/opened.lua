-- gzip, opened for the rare client that takes none: with the zlib that nginx itself is linked with.
-- Not by nginx's own `gunzip on`, which opens the page for every such hit, makes its entity tag a weak one and sends no
-- length; Python's answer has both.
local ffi = require "ffi"
local C = ffi.C

ffi.cdef [[
  typedef struct {
    const char *next_in;  unsigned int avail_in;  unsigned long total_in;
    char *next_out;       unsigned int avail_out; unsigned long total_out;
    const char *msg;      void *state;            void *alloc, *release, *opaque;
    int data_type;        unsigned long adler;    unsigned long reserved;
  } edge_stream;
  int inflateInit2_(edge_stream *stream, int window_bits, const char *version, int size);
  int inflate(edge_stream *stream, int flush);
  int inflateEnd(edge_stream *stream);
  const char *zlibVersion(void);
]]

local GZIP_ONLY, FINISH, OK, STREAM_END = 31, 4, 0, 1   -- zlib.h
local LARGEST = 2000000                                 -- bytes; pagecache/keeping.py keeps nothing larger

-- Where nginx was built with a zlib of its own that it does not share, the app opens the page.
local is_there = pcall(function() return C.inflateInit2_, C.inflate, C.inflateEnd, C.zlibVersion end)

local function length_of(gzip)
  local a, b, c, d = string.byte(gzip, -4, -1)          -- the last field of the format
  return d and a + b * 256 + c * 65536 + d * 16777216
end

-- The text of a gzip body, or nil.
return function(gzip)
  local length = is_there and #gzip > 18 and length_of(gzip)
  if not length or length > LARGEST then return end
  local out, stream = ffi.new("char[?]", length + 1), ffi.new("edge_stream")
  stream.next_in, stream.avail_in = gzip, #gzip
  stream.next_out, stream.avail_out = out, length + 1
  if C.inflateInit2_(stream, GZIP_ONLY, C.zlibVersion(), ffi.sizeof("edge_stream")) ~= OK then return end
  local result = C.inflate(stream, FINISH)
  C.inflateEnd(stream)
  if result == STREAM_END and tonumber(stream.total_out) == length then return ffi.string(out, length) end
end
