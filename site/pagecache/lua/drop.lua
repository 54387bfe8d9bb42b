#!lua flags=allow-oom
-- After a rollback: nothing was committed, so the fence goes and every page is as true as before.
-- KEYS 1 holds 2 done ; ARGV 1 txn
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], 1, 'EX', 86400)
return 1
