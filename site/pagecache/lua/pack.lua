#!lua
-- Adds the body in brotli to a page, if that very page is still there. Returns 1, or 0 where it is not.
-- No allow-oom: when memory is full, gzip will do.
-- KEYS 1 page ; ARGV 1 literal key 2 etag stem 3 the body in brotli
-- The stem is a hash of the body: another render that came to the same one has the same body. A page that went must
-- not come back as a body alone, without what says how long it is true.
local page = redis.call('HMGET', KEYS[1], 'k', 'e')
if page[1] ~= ARGV[1] or page[2] ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'r', ARGV[3])
return 1
