#!lua flags=allow-oom
-- One keeper at a time: takes the lock or renews it. In one script, because between a look at the holder and the
-- writing another could have come. With a TTL, so that a keeper that was killed is soon replaced.
-- ARGV 1 token 2 ms. Returns 1 when the token holds the lock now. Memory may be full (allow-oom): it is then that
-- somebody must go on vouching.
local holder = redis.call('GET', 'pc:keeper')
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', 'pc:keeper', ARGV[1], 'PX', ARGV[2])
return 1
