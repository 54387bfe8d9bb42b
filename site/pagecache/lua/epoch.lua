#!lua flags=allow-oom
-- A new epoch: no page from before it is served, no lease from before it leads to one. A value that was never used
-- before makes sure of both. An epoch must be writable when memory is full as well (allow-oom).
-- ARGV 1 a random value 2 our build 3 '' | 'announce' (our build replaces the one before) | 'first' (only if none is)
local epoch, before = redis.call('GET', 'pc:epoch'), redis.call('GET', 'pc:seq') or '0'
-- Two who both found none need not end each other's pages.
if epoch and ARGV[3] == 'first' then return before end
local build = ARGV[2]
-- A new epoch alone says nothing about who renders.
if epoch and ARGV[3] ~= 'announce' then build = string.match(epoch, '%.(.*)$') or '' end

epoch = ARGV[1] .. '.' .. build
redis.call('SET', 'pc:epoch', epoch)
local t = redis.call('TIME')
-- Monotonic even if the clock steps back; told with the number before, so that an edge sees when it has missed one.
local seq = string.format('%.0f', math.max(t[1] * 1000000 + t[2], tonumber(before) + 1))
redis.call('SET', 'pc:seq', seq)
redis.call('PUBLISH', 'pc:purges', 'E ' .. seq .. ' ' .. before .. ' ' .. epoch)
return seq
