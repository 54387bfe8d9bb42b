#!lua flags=allow-oom
-- The keeper ends in good order: another need not wait until its lock runs out. Only its own: it may have lost it.
-- ARGV 1 token
if redis.call('GET', 'pc:keeper') == ARGV[1] then redis.call('DEL', 'pc:keeper') end
return 1
